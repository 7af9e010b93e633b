using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Where jobs live. The one seam of the engine: the SQL store (PostgreSQL, SQLite) and the simulated store implement it,
/// and one contract suite is its specification.
/// <para>
/// Rules for every method: one transaction, at most one round trip on PostgreSQL; the store's clock decides what is due and what has
/// expired;
/// whatever writes after a claim is guarded by that claim, and a lost race is an answer (false, or left out of the list), never an
/// exception.
/// Every change of a job adds one to its <see cref="Job.Seq"/> and is reported by an event row of the same transaction:
/// one change a job and call, however many of its chunks took part; one event for all changed jobs of an organisation and actor.
/// An item is in exactly one place: above the job's cursor (fresh), in a handed-back span, in a claimed chunk, or final.
/// </para>
/// </summary>
/// <remarks>
/// Any method may throw <see cref="StoreUnavailableException"/> when the database cannot be reached; nothing was changed then,
/// except where the commit's answer was lost: callers repeat, and claims make repeating harmless.
/// </remarks>
public interface IJobStore
{
    /// <summary>
    /// Accepts jobs, all or none; durable when it returns. A job whose id is already there is passed over, so a submission
    /// may be repeated after a lost answer. A job with neither plan, finish nor given items is simple: one row, its config
    /// the input of item 1. A due time that has passed already holds nothing.
    /// </summary>
    /// <param name="jobs">Checked submissions, each with its id and its type's settings; at most 1,000.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    /// <returns>
    /// For each, in order, the job that stands for it: itself, or the open job of its organisation and type that has its unique key
    /// (an earlier one of the same call too), and then it was not accepted.
    /// </returns>
    ValueTask<IReadOnlyList<JobId>> EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct);

    /// <summary>Which lanes have something to claim now. A hint: a claim decides.</summary>
    /// <param name="queues">Queues the caller works for.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Distinct (queue, type, organisation) of open jobs, at most 1,000, in no order.</returns>
    ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct);

    /// <summary>
    /// Claims chunks of one lane for a live session: round its jobs by priority (high first), then by who was served longest ago
    /// (where never, accepted longest ago). Handed-back spans of a job come before its fresh items, each a chunk of its own, never joined.
    /// The plan item (no. 0) and the finish item (total + 1) come alone in their chunk.
    /// The same call again, after a lost answer, gives the chunks it still holds and takes nothing more while it holds any.
    /// </summary>
    /// <param name="request">Who claims, where, and how many chunks at most.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The chunks with their items; empty where there is nothing, or the session is not alive any more.</returns>
    ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct);

    /// <summary>
    /// Records outcomes. A chunk is accepted when its claim still exists and its job is not cancelled: then its items, the job's counters,
    /// attempts, faults, effects and the event commit together. A chunk whose job was cancelled records its attempt as cancelled
    /// and frees the claim; the job itself does not change by that. A chunk whose claim is gone changes nothing.
    /// A plan that failed for good adds no more: the items it added still run, then the job ends as failed, without its finish part.
    /// The job's words and share of progress are cleared when nothing of it runs any more.
    /// </summary>
    /// <param name="chunks">Outcomes for every item of each chunk; at most 500 chunks. Effects run inside the transaction, in
    /// order.</param>
    /// <param name="ct">Cancels waiting, not a commit under way.</param>
    /// <returns>For each chunk, in order: whether it was accepted.</returns>
    /// <exception cref="EffectFailedException">
    /// An effect threw, or a child cannot be taken: nothing of this call was recorded; the claims stand. Names the chunk.
    /// </exception>
    ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct);

    /// <summary>Adds planned items to a job, by the holder of its plan item's claim.</summary>
    /// <param name="plan">The plan item's claim.</param>
    /// <param name="items">In order; at most 5,000 a call. They can be claimed at once, while planning goes on.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>
    /// How many items the job has now, or null where the claim was lost or the job cancelled. A second attempt of a plan starts over:
    /// the caller skips as many as its chunk says (<see cref="ClaimedChunk.Total"/>), so a plan must enumerate in a stable order.
    /// </returns>
    ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct);

    /// <summary>Hands chunks back unspent: no attempt is charged, the items are due at once, the attempt is recorded as released.</summary>
    /// <param name="chunks">Claims of this session; those already lost are passed over.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct);

    /// <summary>
    /// Records what running items are doing. Reports of lost claims, or of ended jobs, are passed over. Null keeps what was said before.
    /// </summary>
    /// <param name="reports">The latest of each item since the last call.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct);

    /// <summary>Brings a session to life.</summary>
    /// <param name="session">Who; its times are set by the store.</param>
    /// <param name="lease">How long it owns its claims after each beat.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct);

    /// <summary>Extends a session's lease. A session that has ended or expired is never revived.</summary>
    /// <param name="beat">What it runs.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>
    /// Null where the session is dead: whatever it holds is lost. Else the claims it should let go of, because their job was cancelled or
    /// ended, or because they stand no longer.
    /// </returns>
    ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct);

    /// <summary>Ends a session for good; what it still holds is handed back unspent, as by <see cref="ReleaseAsync"/>.</summary>
    ValueTask CloseSessionAsync(Guid session, CancellationToken ct);

    /// <summary>
    /// Ends sessions whose lease ran out and takes back what they held: each item becomes a span of its own and a suspect
    /// (<see cref="ISuspectStore"/>), its attempt recorded as lost and charged; an item with no attempts left becomes failed
    /// with fault code <c>worker_lost</c>. An item that was all its session held has crashed its worker: the third time within 72 hours
    /// (<see cref="Machine.CrashRule"/>) it is quarantined, a plan or finish item failed, with fault code <c>quarantined</c>.
    /// Claims of jobs that have ended are freed, their attempts recorded as cancelled. At most 1,000 chunks a call. Needs no handler.
    /// </summary>
    /// <returns>How many chunks were taken back.</returns>
    ValueTask<int> ReapAsync(CancellationToken ct);

    /// <summary>
    /// Makes waiting spans whose time has come claimable, and lifts the hold of jobs whose due time has come. At most 1,000 a call.
    /// </summary>
    /// <returns>
    /// How many came due, and when the next will be (null: none waits). What waits in a job that has ended is left out of both.
    /// </returns>
    ValueTask<Promotion> PromoteAsync(CancellationToken ct);

    /// <summary>Pauses, resumes or cancels. One row, whatever the job's size.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="control">
    /// The word; the same word again changes nothing and answers Done, cancelling a cancelled job too. Any other job that has ended
    /// refuses.
    /// </param>
    /// <param name="actor">Who asks; null where nobody is signed in.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How it went.</returns>
    ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct);

    /// <summary>
    /// Gives a final, not completed item another life: generation + 1, its failure taken out of the counts, due at once; reopens the job.
    /// </summary>
    /// <param name="id">Which job.</param>
    /// <param name="no">Which item; 0 retries a failed plan, total + 1 a failed finish.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>
    /// How it went. Refused where the item is not failed, cancelled or quarantined, where the job has ended but is still letting go
    /// of claims, or where its finish part is under way. Retrying an item of a cancelled job reopens that job for this item alone:
    /// the others stay cancelled. A reopened job runs (a pause from before it ended is over), keeps its start time, loses its result,
    /// and its finish part runs again. A job whose unique key another open job has by now stays as it is: Refused.
    /// </returns>
    ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct);

    /// <summary>One job.</summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct);

    /// <summary>Jobs that fit a filter, newest first.</summary>
    ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct);

    /// <summary>Items of a job in order of their numbers; without input and output.</summary>
    ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct);

    /// <summary>
    /// One item with its input and output; the plan item (0) and the finish item (total + 1, blocked until the last work item is final)
    /// too.
    /// Items of a job held until its due time are scheduled; items without an outcome in a job that has ended are cancelled.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct);

    /// <summary>Attempts of one item, all generations, oldest first; at most 1,000.</summary>
    ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct);

    /// <summary>How many jobs have which status, in one organisation or (null) all.</summary>
    ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct);

    /// <summary>Items with an outcome by time, from the rollup; empty buckets are left out.</summary>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="since">From.</param>
    /// <param name="bucket">Width, whole minutes.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(string? org, DateTimeOffset since, TimeSpan bucket, CancellationToken ct);

    /// <summary>Sessions that are alive, or ended within the last hour; newest first, at most 500.</summary>
    ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct);

    /// <summary>Events after a position, in order and complete: nothing with a smaller id appears later.</summary>
    /// <param name="after">Position; events with greater ids are returned.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct);

    /// <summary>Position of the last event that <see cref="ReadEventsAsync"/> could return now; 0 where there is none.</summary>
    ValueTask<long> LastEventAsync(CancellationToken ct);

    /// <summary>Events of one job that came from people, and its acceptance; oldest first, at most 1,000.</summary>
    ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct);

    /// <summary>The store's own time, µs precision.</summary>
    ValueTask<DateTimeOffset> NowAsync(CancellationToken ct);

    /// <summary>
    /// Waits until the store has reason to think there is new work or there are new events, or the time has passed.
    /// A hint only, from this process's own commits and, on PostgreSQL, from NOTIFY; polling is the truth.
    /// </summary>
    ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct);
}
