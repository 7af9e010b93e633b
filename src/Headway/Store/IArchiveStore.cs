using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Letting jobs go, and getting them back. A deleted job is gone at once, with one event; what hung on it is purged afterwards, a little
/// at a time. Implemented by every store beside <see cref="IJobStore"/>.
/// </summary>
public interface IArchiveStore
{
    /// <summary>Keeps a job for ever, or no longer, whatever its status; it is a change of the job, with an event.</summary>
    /// <returns>Done, also where it was so already; or not found.</returns>
    ValueTask<ControlResult> KeepAsync(JobId id, bool kept, string? actor, CancellationToken ct);

    /// <summary>The rules in force, in no order; none keeps everything.</summary>
    ValueTask<IReadOnlyList<RetentionRule>> ListRulesAsync(CancellationToken ct);

    /// <summary>Puts these rules in the place of all others.</summary>
    ValueTask SetRulesAsync(IReadOnlyList<RetentionRule> rules, CancellationToken ct);

    /// <summary>Takes, or holds on to, work that one node does at a time.</summary>
    /// <param name="name">Which work.</param>
    /// <param name="holder">Who asks.</param>
    /// <param name="lease">Until then from now nobody else may have it.</param>
    /// <param name="every">Not before so long after its last end, unless the same holder asks.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<bool> TakeDutyAsync(string name, Guid holder, TimeSpan lease, TimeSpan every, CancellationToken ct);

    /// <summary>Says that the work is done for now.</summary>
    ValueTask EndDutyAsync(string name, Guid holder, CancellationToken ct);

    /// <summary>When the work was last done; null where never.</summary>
    ValueTask<DateTimeOffset?> DutyRanAsync(string name, CancellationToken ct);

    /// <summary>Jobs by id, oldest first, whatever their status.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<ScannedJob>> ScanAsync(JobId? after, int limit, CancellationToken ct);

    /// <summary>
    /// Deletes jobs, in one transaction. Passed over are jobs that are open, kept, still hold claims, or have changed since.
    /// </summary>
    /// <param name="jobs">At most 500.</param>
    /// <param name="actor">Who asks; null for a retention policy.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Those deleted.</returns>
    ValueTask<IReadOnlyList<JobId>> DeleteAsync(IReadOnlyList<Departure> jobs, string? actor, CancellationToken ct);

    /// <summary>Deletes a little of what hung on deleted jobs.</summary>
    /// <param name="rows">How much at most.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Rows deleted; 0 where nothing is left to do.</returns>
    ValueTask<int> PurgeAsync(int rows, CancellationToken ct);

    /// <summary>A job with everything that hangs on it, a JSON object a line, in the store's own words; none without a job.</summary>
    IAsyncEnumerable<string> DumpAsync(JobId id, CancellationToken ct);

    /// <summary>
    /// Puts a job back as it was when it was dumped; its entry in the archive goes. A change of the job, with an event.
    /// </summary>
    /// <returns>Done; or refused where a job of this id is there.</returns>
    ValueTask<ControlResult> RestoreAsync(JobId id, IAsyncEnumerable<string> lines, string? actor, CancellationToken ct);

    /// <summary>A job's entry in the archive; null where it has none.</summary>
    ValueTask<ArchivedJob?> GetArchivedAsync(JobId id, CancellationToken ct);

    /// <summary>Entries of the archive, newest job first.</summary>
    /// <param name="search">Part of the name in any case; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<ArchivedJob>> ListArchivedAsync(string? search, PageRequest page, CancellationToken ct);

    /// <summary>What was deleted since then, by day, organisation and type.</summary>
    ValueTask<IReadOnlyList<PrunedCount>> ListPrunedAsync(DateTimeOffset since, CancellationToken ct);

    /// <summary>Deletes some of the events and ended sessions from before then; the newest event stays.</summary>
    /// <returns>Rows deleted.</returns>
    ValueTask<int> PruneTracesAsync(DateTimeOffset before, int limit, CancellationToken ct);

    /// <summary>
    /// Deletes some of what nobody needs any more: statistics by day, answers of calls that drive jobs, destinations that are called again,
    /// keys, sign-ins and links that count no more, and counters of limits that count nothing.
    /// </summary>
    /// <param name="keep">How long each is kept.</param>
    /// <param name="limit">Of each at most.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Rows deleted; 0 where nothing is left to do.</returns>
    ValueTask<int> PruneOldAsync(KeepTimes keep, int limit, CancellationToken ct);
}
