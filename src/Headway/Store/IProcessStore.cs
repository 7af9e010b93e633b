using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Jobs worked by whoever calls process: one chunk a call. A call is known by its request's id, and what it came to is kept for a day:
/// the same id again works nothing twice and gets the same answer. The rules of <see cref="IJobStore"/> hold here too.
/// </summary>
public interface IProcessStore
{
    /// <summary>
    /// Takes one chunk of one job, whoever is to drive it: what was handed back first, then fresh items, last the finish item.
    /// The same request and claim again, after a lost answer, gives the chunk it still holds. Limits hold as for claims of workers, all
    /// of them counted together.
    /// </summary>
    /// <param name="request">Who asks, and the claim the chunk is to be taken with.</param>
    /// <param name="onlyFinish">The request has worked its chunk: only the finish item may follow.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>A chunk, or why there is none.</returns>
    ValueTask<ProcessTurn> BeginProcessAsync(ProcessRequest request, bool onlyFinish, CancellationToken ct);

    /// <summary>Records a chunk's outcomes, as <see cref="IJobStore.FinishAsync"/>, and the request's answer with them.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="chunk">The chunk it took; its effects run inside the transaction.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    /// <returns>
    /// The answer; null for a plan, after which the request goes on, and where the claim was lost or the job has ended: nothing was
    /// recorded then.
    /// </returns>
    /// <exception cref="EffectFailedException">An effect threw: nothing was recorded; the claim stands.</exception>
    ValueTask<ProcessAnswer?> EndProcessAsync(ProcessRequest request, FinishedChunk chunk, CancellationToken ct);

    /// <summary>Failed and quarantined items of jobs with their last faults, by job and number; of simple jobs none.</summary>
    /// <param name="ids">Which jobs, at most 100.</param>
    /// <param name="limit">Rows in all, 1–10,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<ItemError>> ListErrorsAsync(IReadOnlyList<JobId> ids, int limit, CancellationToken ct);
}
