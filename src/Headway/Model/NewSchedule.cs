namespace Headway.Model;

/// <summary>A schedule as a person or program asks for it.</summary>
public sealed record NewSchedule
{
    /// <summary>
    /// What it is called, once in an organisation: 1–100 lower-case letters, digits, <c>-</c>, <c>_</c> and dots.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>When it fires.</summary>
    public required Timing Timing { get; init; }

    /// <summary>
    /// The job each fire submits; without a name of its own it is called after the schedule. Its organisation is the schedule's,
    /// its due time is the fire's.
    /// </summary>
    public required NewJob Job { get; init; }

    /// <summary>What a fire does while an earlier one's job is open. Default: it is passed over.</summary>
    public OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of missed fires. Default: one makes up for all.</summary>
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Once;
}
