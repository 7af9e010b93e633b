namespace Headway.Catalog.Tests.Deliveries;

/// <summary>Waits for what happens on other threads while virtual time is moved on.</summary>
internal static class Eventually
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Asks until there is an answer; fails after a minute of real time.</summary>
    /// <param name="ask">What is waited for; null while it is not there.</param>
    /// <param name="step">Moves virtual time on, after every answer that was null.</param>
    public static async Task<T> IsThereAsync<T>(Func<ValueTask<T?>> ask, Action step) where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await ask() is { } found)
                return found;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < AtMost, "waited in vain");
            step();
            await Task.Delay(Pause, TimeProvider.System); // a server that answers in real time is not to be outrun
        }
    }
}
