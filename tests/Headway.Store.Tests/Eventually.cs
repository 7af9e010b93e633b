using Xunit;

namespace Headway.Store.Tests;

/// <summary>Waits for what happens on other threads.</summary>
internal static class Eventually
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is yes; fails after 20 s.</summary>
    public static async Task IsTrueAsync(Func<ValueTask<bool>> condition, CancellationToken ct)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(AtMost.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                Assert.Fail($"still not so after {AtMost.TotalSeconds} s");
            await Task.Delay(Pause, ct);
        }
    }
}
