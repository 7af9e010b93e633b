using Headway.Data;
using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>Jobs that wait for jobs.</summary>
public sealed partial class SqlJobStore : IFamilyStore
{
    private const int OrphansAtOnce = 500;
    private const int LevelsAtOnce = 100;
    private const int SettledAtOnce = 1000;

    /// <inheritdoc/>
    public async ValueTask<int> SettleAsync(CancellationToken ct)
    {
        var untold = await ListAsync(_book["Untold"], [], row => new JobId(row.GetGuid(0)), ct);
        var settled = untold.Count == 0 ? 0 : await WriteAsync((session, token) => TellAllAsync(session, untold, token), ct);
        var parents = await ListAsync(_book["Bereaving"], [], row => new JobId(row.GetGuid(0)), ct);
        if (parents is [var parent])
            settled += await WriteAsync((session, token) => BereaveAsync(session, parent, token), ct);
        if (settled > 0)
            _hints.Opened();
        return settled;
    }

    /// <inheritdoc/>
    public async ValueTask<Family> GetFamilyAsync(JobId id, CancellationToken ct)
    {
        var after = new List<Relation>();
        var dependants = new List<Relation>();
        var children = new Dictionary<JobStatus, long>();
        await ReadAsync((session, token) => session.SendAsync(
            Pages("FamilyAfter", "FamilyDependants", "FamilyChildren"), [Id(id)], (set, row) =>
            {
                if (set == 2)
                    children[Words.Status(row.GetString(0))] = row.GetInt64(1);
                else
                    (set == 0 ? after : dependants).Add(ReadRelation(row));
            }, token), ct);
        return new Family(after, dependants, children);
    }

    /// <summary>
    /// Tells a few levels of a chain at once: a failure that goes down ten thousand jobs would cost as many commits. It stops where
    /// somebody further down has an earlier id than what is locked already, as locks are taken in the order of ids.
    /// </summary>
    private async ValueTask<int> TellAllAsync(DbSession session, List<JobId> untold, CancellationToken ct)
    {
        var (settled, last) = (0, untold.Max());
        for (var level = 0; untold.Count > 0 && level < LevelsAtOnce && settled < SettledAtOnce; level++)
        {
            var (count, told) = await TellAsync(session, untold, ct);
            settled += count;
            if (told.Count == 0)
                break;
            last = told.Append(last).Max();
            untold = [];
            var first = last;
            await session.SendAsync(Pages("UntoldOf"), [Ids(told)], (_, row) =>
            {
                untold.Add(new JobId(row.GetGuid(0)));
                if (new JobId(row.GetGuid(1)) is var next && next <= first)
                    first = next;
            }, ct);
            if (first < last)
                break;
        }

        return settled;
    }

    /// <summary>Tells those that wait for jobs that have ended.</summary>
    /// <returns>How many jobs are no longer untold and how many relations were settled; and who was told.</returns>
    private async ValueTask<(int Count, List<JobId> Told)> TellAsync(DbSession session, List<JobId> untold, CancellationToken ct)
    {
        var ended = new List<Ended>();
        await session.SendAsync(Pages("LockUntold", "UntoldRelations"), [Ids(untold)], (set, row) =>
        {
            if (set == 1)
            {
                ended.Add(new Ended(
                    new JobId(row.GetGuid(0)), new JobId(row.GetGuid(1)), row.GetString(2) == "child", Words.Failure(row.GetString(3)),
                    Words.Status(row.GetString(4)), row.TextOrNull(5)));
            }
        }, ct);
        using var relations = new JsonRows();
        using var jobs = new JsonRows();
        using var errors = new ErrorRows();
        foreach (var one in ended)
            relations.Row().Add("job", one.Waiting).Add("after_id", one.Job);
        foreach (var news in News.Of(ended))
        {
            jobs.Row().Add("id", news.Waiting).Add("begins", news.Begins).Add("ends", news.Ends)
                .Add("verdict", news.Verdict is { } verdict ? Words.Of(verdict) : null).Add("fault", Rows.Json(news.Fault));
            if (news is { Fault: { } fault, Verdict: not FailurePolicy.Skip })
                errors.Add(news.Waiting, fault, news.Begins, news.Ends);
        }

        string[] noted = errors.Count > 0 ? ["WriteJobErrors"] : [];
        await session.SendAsync(
            Pages(["CloseRelations", "SettleFamilyEvent", .. noted, "SettleFamily", "CloseEnded", "Told"]),
            [Ids(untold), relations.ToArg("relations"), jobs.ToArg("jobs"), errors.ToArg()], null, ct);
        return (ended.Count + untold.Count, [.. ended.Select(one => one.Waiting).Distinct()]);
    }

    /// <summary>Cancels open children of a cancelled parent.</summary>
    private async ValueTask<int> BereaveAsync(DbSession session, JobId parent, CancellationToken ct)
    {
        var orphans = new List<JobId>();
        await session.SendAsync(Pages("LockOrphans"), [Id(parent)], (_, row) => orphans.Add(new JobId(row.GetGuid(0))), ct);
        if (orphans.Count > 0)
        {
            Arg[] args =
            [
                Ids(orphans), Arg.Of("control", "cancel"), Arg.Of("kind", "cancelled"), Arg.Of("actor", (string?)null),
                Arg.Of("fault", Rows.Json(FamilyRule.Orphaned(parent))),
            ];
            await session.SendAsync(
                Pages("OrphanFaults", "ControlManyEvent", "ControlManyHistory", "ControlManyJobs", "CancelManySpans"), args, null, ct);
        }

        if (orphans.Count < OrphansAtOnce)
            await session.RunAsync(_book["Bereft"], [Id(parent)], ct);
        return orphans.Count;
    }

    /// <summary>Locks the jobs that submissions name, and writes who waits for whom.</summary>
    /// <returns>What is to be written on the rows of the submissions themselves; those that are there already left out.</returns>
    /// <exception cref="Client.SubmissionException">One of them may not wait for what it names.</exception>
    private async ValueTask<JsonRows> RelateAsync(DbSession session, IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        var there = new HashSet<JobId>();
        await session.SendAsync(
            Pages("FamilyThere"), [Ids(jobs.Select(job => job.Id))], (_, row) => there.Add(new JobId(row.GetGuid(0))), ct);
        var asked = jobs.Where(job => job.HasFamily && !there.Contains(job.Id)).ToList();
        var relatives = asked.Count == 0 ? [] : await LockRelativesAsync(session, asked.SelectMany(NamedBy), ct);
        var family = new JsonRows();
        using var relations = new JsonRows();
        foreach (var job in asked)
        {
            FamilyCheck.Job(job, relatives.GetValueOrDefault);
            var waits = 0;
            foreach (var (after, policy) in job.Job.After)
            {
                var other = relatives[after];
                var open = !other.HasEnded || FamilyRule.Verdict(policy, other.Status) != FailurePolicy.Ignore;
                waits += open ? 1 : 0;
                relations.Row().Add("job", job.Id).Add("after_id", after).Add("kind", "after").Add("on_failure", Words.Of(policy))
                    .Add("open", open);
            }

            var awaited = job.Job.Parent is { Policy: not ChildPolicy.Detach };
            if (awaited)
            {
                relations.Row().Add("job", job.Job.Parent!.Job).Add("after_id", job.Id).Add("kind", "child")
                    .Add("on_failure", job.Job.Parent.Policy == ChildPolicy.Fail ? "fail" : "ignore").Add("open", true);
            }

            family.Row().Add("id", job.Id).Add("waits", waits).Add("awaited", awaited).Add("parent", job.Job.Parent?.Job.Value.ToString());
        }

        if (relations.Count > 0)
            await session.SendAsync(Pages("AddRelations", "AwaitJobs"), [relations.ToArg("relations")], null, ct);
        await AddChildrenAsync(session, asked, ct);
        return family;
    }

    private async ValueTask AddChildrenAsync(DbSession session, List<EnqueuedJob> jobs, CancellationToken ct)
    {
        var parents = jobs.Where(job => job.Job.Parent is not null).GroupBy(job => job.Job.Parent!.Job).OrderBy(group => group.Key)
            .ToList();
        if (parents.Count == 0)
            return;
        await session.RunAsync(_book["ChildrenEvent"], [IdsAs("parents", parents.Select(group => group.Key))], ct);
        foreach (var group in parents)
        {
            Arg[] args =
            [
                Id(group.Key), Arg.Of("told", 1), Arg.Of("kids", group.Count(job => job.Job.Parent!.Policy != ChildPolicy.Detach)),
            ];
            await session.RunAsync(_book["AddChildren"], args, ct);
        }
    }

    /// <summary>
    /// Submits the children that come with outcomes, before their parents are settled. Those of a cancelled parent never begin.
    /// </summary>
    private async ValueTask BearAsync(
        DbSession session, IReadOnlyList<FinishedChunk> chunks, bool[] standing, CancellationToken ct)
    {
        if (!chunks.Any(chunk => chunk.Children.Count > 0))
            return;
        // All that this call will lock, at once: in the order of their ids.
        var locked = await LockRelativesAsync(
            session, chunks.Select(chunk => chunk.Key.JobId).Concat(chunks.SelectMany(chunk => chunk.Children).SelectMany(NamedBy)), ct);
        foreach (var (i, chunk) in chunks.Index())
        {
            if (!standing[i] || chunk.Children.Count == 0 || locked[chunk.Key.JobId] is { HasEnded: true } or { IsCancelled: true })
                continue;
            try
            {
                await EnqueueInAsync(session, chunk.Children, ct);
            }
            catch (Client.SubmissionException e)
            {
                throw new EffectFailedException(chunk.Key, e);
            }
        }
    }

    private async ValueTask<Dictionary<JobId, Relative>> LockRelativesAsync(
        DbSession session, IEnumerable<JobId> named, CancellationToken ct)
    {
        var relatives = new Dictionary<JobId, Relative>();
        await session.SendAsync(Pages("LockRelatives"), [Ids(named)], (_, row) => relatives[new JobId(row.GetGuid(0))] = new Relative(
            row.GetString(1), Words.Status(row.GetString(4)), row.GetString(2) == "final", row.GetString(3) == "cancel",
            row.IsDBNull(5) ? null : new JobId(row.GetGuid(5)), row.GetInt32(6) != 0), ct);
        return relatives;
    }

    private static IEnumerable<JobId> NamedBy(EnqueuedJob job)
    {
        var after = job.Job.After.Select(one => one.Job);
        return job.Job.Parent is { } link ? after.Append(link.Job) : after;
    }

    private static Relation ReadRelation(System.Data.Common.DbDataReader row) => new(
        new JobId(row.GetGuid(0)), Words.Failure(row.GetString(1)), row.GetBoolean(2),
        row.IsDBNull(3) ? null : Words.Status(row.GetString(3)), row.TextOrNull(4));
}
