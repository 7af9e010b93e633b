namespace Headway.Deliveries;

/// <summary>When a delivery that was not taken is tried again: ten times over three days, then never.</summary>
internal static class DeliveryBackOff
{
    /// <summary>Longest a destination may put a delivery off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(20),
    ];

    /// <summary>Attempts a delivery gets.</summary>
    public static int Attempts => Waits.Length + 1;

    /// <summary>How long to wait after an attempt that failed.</summary>
    /// <param name="attempt">Its number, counted from 1.</param>
    /// <param name="retryAfter">What the destination asked for.</param>
    /// <param name="random">In [0, 1): spreads those that failed together, a fifth to either side.</param>
    /// <returns>Null after the last.</returns>
    public static TimeSpan? After(int attempt, TimeSpan? retryAfter, double random)
    {
        if (attempt > Waits.Length)
            return null;
        var wait = Waits[attempt - 1] * (0.8 + 0.4 * random);
        var asked = retryAfter is not { } after ? TimeSpan.Zero : after < Longest ? after : Longest;
        return asked > wait ? asked : wait;
    }
}
