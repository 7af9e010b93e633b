using Headway.Model;

namespace Headway.Machine;

/// <summary>When a failed attempt is followed by another, and after how long.</summary>
public sealed record RetryPolicy
{
    /// <summary>The policy of a type that names none: 3 retries, exponential from 2 s to 5 min, full jitter.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>Retries after the first attempt, 0–100. Default 3, so four attempts.</summary>
    public int Retries { get; init => field = value is >= 0 and <= 100 ? value : throw OutOf(nameof(Retries), value, "0 to 100"); } = 3;

    /// <summary>Ceiling of the first wait, before jitter. Default 2 s.</summary>
    public TimeSpan BaseDelay { get; init => field = value > TimeSpan.Zero ? value : throw OutOf(nameof(BaseDelay), value, "above zero"); }
        = TimeSpan.FromSeconds(2);

    /// <summary>No wait is longer. Default 5 min.</summary>
    public TimeSpan MaxDelay { get; init => field = value > TimeSpan.Zero ? value : throw OutOf(nameof(MaxDelay), value, "above zero"); }
        = TimeSpan.FromMinutes(5);

    /// <summary>Attempts an item may have in one generation.</summary>
    public int Attempts => Retries + 1;

    /// <summary>How long to wait after attempt <paramref name="number"/> failed with <paramref name="fault"/>.</summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="number">1-based number of the attempt that failed.</param>
    /// <param name="random">In [0, 1): the jitter.</param>
    /// <returns>Null where there is no further attempt: the item is failed.</returns>
    public TimeSpan? DelayAfter(Fault fault, int number, double random)
    {
        if (number >= Attempts)
            return null;
        var ceiling = TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, BaseDelay.Ticks * Math.Pow(2, Math.Min(number - 1, 40))));
        return fault.Class switch
        {
            FaultClass.Transient => ceiling * random,
            FaultClass.Throttled => Longer(fault.RetryAfter ?? TimeSpan.Zero, ceiling) * (1 + random / 2),
            FaultClass.Poison => ceiling * random,
            _ => null,
        };
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static ArgumentOutOfRangeException OutOf(string name, object value, string range) => new(name, value, $"must be {range}");
}
