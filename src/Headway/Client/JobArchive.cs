using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>Keeping jobs, deleting them, putting them into the archive and getting them back.</summary>
/// <param name="jobs">Where jobs live.</param>
/// <param name="store">The same store's other side.</param>
/// <param name="files">Where archived jobs lie; null: nothing can be archived.</param>
public sealed class JobArchive(IJobStore jobs, IArchiveStore store, IArchiveFiles? files = null)
{
    private static readonly TimeSpan PrunedShown = TimeSpan.FromDays(400);

    /// <summary>Name of the pruner's work among those that one node does at a time.</summary>
    internal const string PruneDuty = "prune";

    /// <summary>Whether there is a place for archived jobs.</summary>
    public bool CanArchive => files is not null;

    /// <summary>Keeps a job for ever, or no longer.</summary>
    public ValueTask<ControlResult> KeepAsync(JobId id, bool kept, string? actor, CancellationToken ct) =>
        store.KeepAsync(id, kept, actor, ct);

    /// <summary>Deletes a job that has ended and is not kept.</summary>
    /// <param name="id">Which.</param>
    /// <param name="archive">Writes it to the archive first.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Refused where it is open or kept, or has not yet let go of what ran.</returns>
    public async ValueTask<ControlResult> DeleteAsync(JobId id, bool archive, string? actor, CancellationToken ct)
    {
        if (await jobs.GetJobAsync(id, ct) is not { } job)
            return ControlResult.NotFound;
        if (job.Phase != JobPhase.Final || job.Kept)
            return ControlResult.Refused;
        var gone = await RemoveAsync([(job.Id, job.Seq)], archive, actor, ct);
        return gone.Count > 0 ? ControlResult.Done : ControlResult.Refused;
    }

    /// <summary>Deletes jobs that have ended, are not kept and have not changed since they were looked at.</summary>
    /// <param name="ended">At most 500, each with the number of its last change.</param>
    /// <param name="archive">Writes them to the archive first.</param>
    /// <param name="actor">Who asks; null for a policy.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Those deleted.</returns>
    public async ValueTask<IReadOnlyList<JobId>> RemoveAsync(
        IReadOnlyList<(JobId Id, long Seq)> ended, bool archive, string? actor, CancellationToken ct)
    {
        if (ended.Count == 0)
            return [];
        if (!archive)
            return await store.DeleteAsync([.. ended.Select(job => new Departure(job.Id, job.Seq, null))], actor, ct);
        var places = await Files.WriteAsync([.. ended.Select(job => store.DumpAsync(job.Id, ct))], ct);
        return await store.DeleteAsync([.. ended.Zip(places, (job, place) => new Departure(job.Id, job.Seq, place))], actor, ct);
    }

    /// <summary>Entries of the archive, newest job first.</summary>
    public ValueTask<Page<ArchivedJob>> ListAsync(string? search, PageRequest page, CancellationToken ct) =>
        store.ListArchivedAsync(search, page, ct);

    /// <summary>A job's entry; null where it has none.</summary>
    public ValueTask<ArchivedJob?> GetAsync(JobId id, CancellationToken ct) => store.GetArchivedAsync(id, ct);

    /// <summary>The lines of an archived job.</summary>
    public IAsyncEnumerable<string> ReadAsync(ArchivedJob job, CancellationToken ct) => Files.ReadAsync(job.Place, ct);

    /// <summary>Puts an archived job back as it was.</summary>
    /// <returns>Not found where the archive has no such job.</returns>
    public async ValueTask<ControlResult> RestoreAsync(JobId id, string? actor, CancellationToken ct) =>
        await store.GetArchivedAsync(id, ct) is { } entry
            ? await store.RestoreAsync(id, Files.ReadAsync(entry.Place, ct), actor, ct)
            : ControlResult.NotFound;

    /// <summary>The rules in force.</summary>
    public async ValueTask<RetentionPolicy> PolicyAsync(CancellationToken ct) => new(await store.ListRulesAsync(ct));

    /// <summary>Puts rules in the place of all others.</summary>
    /// <exception cref="SubmissionException">Two rules for the same jobs, or a status that is no end.</exception>
    public async ValueTask SetRulesAsync(IReadOnlyList<RetentionRule> rules, CancellationToken ct)
    {
        foreach (var rule in rules)
        {
            if (rule.Status is not (null or JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled))
                throw new SubmissionException("bad_rule", "A rule's status is completed, failed or cancelled: only ended jobs are let go.");
            if (rule.Age < TimeSpan.Zero || rule.Type is "" or "*" || rule.Type?.Length > 100)
                throw new SubmissionException("bad_rule", "A rule has an age of 0 or more and the name of a job type, or none for any.");
        }

        if (rules.GroupBy(rule => (rule.Type, rule.Status, rule.AtStart)).Any(same => same.Count() > 1))
            throw new SubmissionException("bad_rule", "Two rules are for the same type and status; keep one of them.");
        await store.SetRulesAsync(rules, ct);
    }

    /// <summary>When the pruner last ended a sweep; null where never.</summary>
    public ValueTask<DateTimeOffset?> SweptAtAsync(CancellationToken ct) => store.DutyRanAsync(PruneDuty, ct);

    /// <summary>What was deleted in the last 400 days, by day, organisation and type.</summary>
    public async ValueTask<IReadOnlyList<PrunedCount>> PrunedAsync(CancellationToken ct) =>
        await store.ListPrunedAsync(await jobs.NowAsync(ct) - PrunedShown, ct);

    private IArchiveFiles Files => files ?? throw new SubmissionException(
        "no_archive", "This process has no archive folder; delete without archiving, or ask the server that has one.");
}
