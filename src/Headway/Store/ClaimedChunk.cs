namespace Headway.Store;

/// <summary>A chunk as its slot gets it.</summary>
/// <param name="Key">The claim.</param>
/// <param name="Kind">What is to be run.</param>
/// <param name="Org">Whose job.</param>
/// <param name="Type">Which handler.</param>
/// <param name="Config">The job's config, JSON text.</param>
/// <param name="CreatedBy">Who submitted the job; null where nobody was signed in.</param>
/// <param name="Name">The job's name; may be null.</param>
/// <param name="Generation">Of the job.</param>
/// <param name="Number">1-based attempt number of its items.</param>
/// <param name="Total">
/// Items the job has so far; for the plan item, those its earlier attempts added (follow-ups left out), which it skips.
/// </param>
/// <param name="Items">Work items in order; empty for plan and finish.</param>
/// <param name="Waited">
/// For the first attempt of a job's first chunk: how long the job had waited since it was accepted or due; null for all others.
/// </param>
public sealed record ClaimedChunk(
    ChunkKey Key, ChunkKind Kind, string Org, string Type, string Config, string? CreatedBy, string? Name,
    int Generation, int Number, int Total, IReadOnlyList<ClaimedItem> Items, TimeSpan? Waited = null)
{
    /// <summary>The generation the life of its plan or finish item, or else of the whole job, began in.</summary>
    public int Life { get; init; } = 1;

    /// <summary>Of a plan: count only.</summary>
    public bool DryRun { get; init; }
}
