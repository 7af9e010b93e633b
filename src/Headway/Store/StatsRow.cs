using Headway.Model;
using Headway.Stats;

namespace Headway.Store;

/// <summary>Sums of one group. Outcomes count items, each attempt of an item by itself; plan and finish parts count as time only.</summary>
public sealed record StatsRow
{
    /// <summary>The type, organisation or queue; empty where all are together.</summary>
    public required string Key { get; init; }

    /// <summary>Attempts that did their work.</summary>
    public long Completed { get; init; }

    /// <summary>Attempts with nothing to do.</summary>
    public long Skipped { get; init; }

    /// <summary>Attempts that failed for good.</summary>
    public long Failed { get; init; }

    /// <summary>Attempts that failed and were to be tried again.</summary>
    public long Retried { get; init; }

    /// <summary>Attempts whose job was cancelled meanwhile.</summary>
    public long Cancelled { get; init; }

    /// <summary>Attempts whose worker died.</summary>
    public long Lost { get; init; }

    /// <summary>Time in slots.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>Jobs that started.</summary>
    public long Started { get; init; }

    /// <summary>Sum of what they had waited.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>What was metered.</summary>
    public Metered Metered { get; init; }

    /// <summary>How long an item took; a chunk's time is shared evenly by its items.</summary>
    public DurationHistogram RunTimes { get; init; } = new();

    /// <summary>How long jobs waited, from when they were accepted, or due, to their first start.</summary>
    public DurationHistogram WaitTimes { get; init; } = new();
}
