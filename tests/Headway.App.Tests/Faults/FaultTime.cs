using System.Diagnostics;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>How long a fault lasts, and waiting until something is so.</summary>
internal static class FaultTime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Lets a fault last.</summary>
    public static Task LastAsync(TimeSpan time) => Task.Delay(time, Ct);

    /// <summary>Lets a fault last for some milliseconds.</summary>
    public static Task LastAsync(int milliseconds) => Task.Delay(milliseconds, Ct);

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> so, TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        for (var watch = Stopwatch.StartNew(); !await so(); await Task.Delay(Look, Ct))
            Assert.True(watch.Elapsed < longest, $"after {longest.TotalSeconds} s it is still not so");
    }
}
