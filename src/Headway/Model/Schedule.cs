using Headway.Store;

namespace Headway.Model;

/// <summary>A schedule as stored.</summary>
public sealed record Schedule
{
    /// <summary>Its id for ever; its name may change.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Org { get; init; }

    /// <summary>What it is called, once in its organisation.</summary>
    public required string Name { get; init; }

    /// <summary>When it fires.</summary>
    public required Timing Timing { get; init; }

    /// <summary>What a fire does while an earlier one's job is open.</summary>
    public OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of missed fires.</summary>
    public MisfirePolicy Misfire { get; init; }

    /// <summary>The job each fire submits, and how its type ran when the schedule was last written; its id means nothing.</summary>
    public required EnqueuedJob Template { get; init; }

    /// <summary>Who made it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a person last changed, paused or resumed it.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>1, and one more with every change by a person.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Since when it makes no fires by itself; null where it is not paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it; null where nobody was signed in.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why it was paused; may be null.</summary>
    public string? PauseReason { get; init; }

    /// <summary>The next fire; null where none will come. Of a paused schedule: what it would have been.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The last fire, whatever came of it; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Fires that wait for an earlier one's job to end.</summary>
    public int Waiting { get; init; }
}
