namespace Headway.Machine;

/// <summary>When calls to a destination stop, and when they are tried again. All nodes of an installation should have the same.</summary>
public sealed record BreakerRule
{
    /// <summary>How long the store keeps counts at least; windows are cut from slices of this length.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    /// <summary>Time in which calls are counted, 5 s to 10 min. Default 30 s.</summary>
    public TimeSpan Window
    {
        get;
        init => field = value >= Slice && value <= TimeSpan.FromMinutes(10) ? value : throw OutOf(nameof(Window), value, "5 s to 10 min");
    } = TimeSpan.FromSeconds(30);

    /// <summary>With fewer calls in the window nothing opens, 1–100,000. Default 20.</summary>
    public int LeastCalls
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value : throw OutOf(nameof(LeastCalls), value, "1 to 100,000");
    } = 20;

    /// <summary>Share of them that must have failed, above 0 and at most 1. Default a half.</summary>
    public double FaultShare
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw OutOf(nameof(FaultShare), value, "above 0, at most 1");
    } = 0.5;

    /// <summary>Time from opening to the first call that is tried, and between two of them, 1 s to 1 h. Default 10 s.</summary>
    public TimeSpan ProbeEvery
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromHours(1)
            ? value
            : throw OutOf(nameof(ProbeEvery), value, "1 s to 1 h");
    } = TimeSpan.FromSeconds(10);

    /// <summary>Slices a window has, the one under way included.</summary>
    public int Slices => (int)Math.Ceiling(Window / Slice);

    /// <summary>Whether so many calls with so many faults are enough to stop.</summary>
    public bool Opens(long calls, long faults) => calls >= LeastCalls && faults >= FaultShare * calls;

    private static ArgumentOutOfRangeException OutOf(string name, object value, string range) => new(name, value, $"must be {range}");
}
