namespace Headway.Machine;

/// <summary>
/// How much retries may add to the load of what works: a share of the attempts that succeeded, and a few a minute. Retries beyond it wait
/// longer; none fails for it. Each process keeps its own count.
/// </summary>
public sealed record RetryBudget
{
    /// <summary>The budget of attempts that call a destination, where their type names none: a tenth, and 10 a minute.</summary>
    public static RetryBudget Default { get; } = new();

    /// <summary>Retries for each attempt that succeeded, 0–1. Default a tenth.</summary>
    public double Share
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw OutOf(nameof(Share), value, "0 to 1");
    } = 0.1;

    /// <summary>Retries a minute beside them, above 0; as many may come at once after a quiet minute. Default 10.</summary>
    public double PerMinute
    {
        get;
        init => field = value is > 0 and <= 1_000_000 ? value : throw OutOf(nameof(PerMinute), value, "above 0, at most 1,000,000");
    } = 10;

    /// <summary>No retry waits longer for its turn. Default 15 min.</summary>
    public TimeSpan MaxWait
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw OutOf(nameof(MaxWait), value, "above zero");
    } = TimeSpan.FromMinutes(15);

    private static ArgumentOutOfRangeException OutOf(string name, object value, string range) => new(name, value, $"must be {range}");
}
