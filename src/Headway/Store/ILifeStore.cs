using Headway.Model;

namespace Headway.Store;

/// <summary>
/// New lives of jobs and items, as people ask for them. Rules as for <see cref="IJobStore"/>: one transaction each, one event, and an
/// entry in the job's history that names who asked.
/// </summary>
public interface ILifeStore
{
    /// <summary>
    /// Starts an ended job afresh: a new generation in which none of its items has an outcome and none an attempt. Its items stay as they
    /// were planned and its plan runs again only where it had not come to its end; where items had added others, those are dropped,
    /// and a plan begins from nothing. Costs the same whatever the size, but for what a cancel left in claims and spans
    /// and for items that are dropped.
    /// Claims of before are gone: what still runs under them can record nothing.
    /// </summary>
    /// <param name="id">Which job.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Refused where the job is open, or was rolled back.</returns>
    ValueTask<ControlResult> RestartAsync(JobId id, string? actor, CancellationToken ct);

    /// <summary>
    /// Gives every failed and quarantined item another life, in place, as <see cref="IJobStore.RetryItemAsync"/> does for one: a failed
    /// plan as well, and a failed finish where no item failed. One generation for all of them; items with an outcome keep theirs.
    /// </summary>
    /// <param name="id">Which job.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How it went, and how many items; Done with 0 where none had failed.</returns>
    ValueTask<(ControlResult Result, int Count)> RetryFailedAsync(JobId id, string? actor, CancellationToken ct);

    /// <summary>Gives an item another life, as <see cref="IJobStore.RetryItemAsync"/> does, with another input.</summary>
    /// <param name="id">Which job; not a simple one.</param>
    /// <param name="no">Which work item.</param>
    /// <param name="input">JSON text.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>As there; Refused also for what has no input of its own.</returns>
    ValueTask<ControlResult> RetryWithInputAsync(JobId id, int no, string input, string? actor, CancellationToken ct);

    /// <summary>
    /// Says of a work item that nothing is to be done for it: one that failed or was quarantined, one that waits for its next attempt,
    /// or one that was handed back. It ends as skipped, with the reason as its fault; where it was the last, the job goes on to its end.
    /// </summary>
    /// <param name="id">Which job.</param>
    /// <param name="no">Which item.</param>
    /// <param name="reason">One sentence for the person who wonders why; ≤ 400 characters.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Refused for items in any other state, and while the job's finish part is under way.</returns>
    ValueTask<ControlResult> SkipItemAsync(JobId id, int no, string reason, string? actor, CancellationToken ct);
}
