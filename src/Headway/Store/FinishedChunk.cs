using Headway.Model;

namespace Headway.Store;

/// <summary>What came of a chunk.</summary>
/// <param name="Key">The claim.</param>
/// <param name="Outcomes">One for each item of the chunk, in order; for plan and finish exactly one.</param>
/// <param name="Effects">Run inside the transaction that records the outcomes, in order, only if the chunk is accepted; may be
/// empty.</param>
/// <param name="FollowUps">
/// New items appended to the job, in order, claimable at once; none where the chunk is refused, or for the finish item.
/// A simple job becomes one of several items by them.
/// </param>
/// <param name="Usage">What it cost.</param>
public sealed record FinishedChunk(
    ChunkKey Key, IReadOnlyList<ItemOutcome> Outcomes, IReadOnlyList<Handlers.Effect> Effects, IReadOnlyList<NewItem> FollowUps,
    ChunkUsage Usage)
{
    /// <summary>
    /// Children of the job, each with its <see cref="NewJob.Parent"/>, submitted with the outcome and before the job is settled, so that
    /// it waits for them; none where the chunk is refused or the job cancelled. Never of a plan or finish item.
    /// </summary>
    public IReadOnlyList<EnqueuedJob> Children { get; init; } = [];
}
