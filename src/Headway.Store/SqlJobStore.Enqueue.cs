using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Accepting jobs and planned items.</summary>
public sealed partial class SqlJobStore
{
    private const int ItemsAtOnce = 5000;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobId>> EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        if (jobs.Count == 0)
            return [];
        foreach (var job in jobs)
            ArgumentNullException.ThrowIfNull(job.Job.Type);
        await SetKeyLimitsAsync(jobs, ct);
        IReadOnlyList<JobId> answer = !IsPlain && SimpleJobs.AreAll(jobs)
            ? await EnqueueSimpleAsync(jobs, ct)
            : await EnqueueAllAsync(jobs, ct);
        _hints.Opened();
        return answer;
    }

    /// <summary>Jobs of one row each: small submissions go together with others.</summary>
    private async ValueTask<IReadOnlyList<JobId>> EnqueueSimpleAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        if (jobs.Count <= EnqueueGroups.MaxAlone)
            await _enqueues.AddAsync(jobs, ct);
        else
            await CommitSimpleAsync(jobs, ct);
        return [.. jobs.Select(job => job.Id)];
    }

    private async ValueTask CommitSimpleAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        var simple = new SimpleJobs(jobs);
        try
        {
            await CommandAsync(async (session, token) =>
                await simple.WriteAsync(session, _book, token) ? 0 : throw new RepeatedException(), ct);
        }
        catch (RepeatedException)
        {
            await EnqueueAllAsync(jobs, ct);
        }
    }

    /// <summary>The shared pages, for jobs of every kind.</summary>
    private async ValueTask<IReadOnlyList<JobId>> EnqueueAllAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        try
        {
            return await AcceptAsync(jobs, ct);
        }
        catch (DatabaseException e) when (e.Fault == DatabaseFault.Constraint)
        {
            // The same submission twice at once: by now the rows of the other one are there to be seen.
            return await AcceptAsync(jobs, ct);
        }
    }

    /// <summary>Accepts jobs in a transaction somebody else opened.</summary>
    internal async ValueTask<IReadOnlyList<JobId>> EnqueueInAsync(
        DbSession session, IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        if (jobs.Any(job => job.Job.UniqueKey is not null))
            return await AcceptKeyedAsync(session, jobs, ct);
        await AddJobsAsync(session, jobs, ct);
        return [.. jobs.Select(job => job.Id)];
    }

    /// <summary>There may be something to claim; for those who write in transactions of their own.</summary>
    internal void Wake() => _hints.Opened();

    /// <inheritdoc/>
    public async ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct)
    {
        using var rows = new JsonRows();
        for (var i = 0; i < items.Count; i++)
            rows.Row().Add("n", i + 1).Add("name", items[i].Name).Add("input", items[i].Input);
        Arg[] args = [Id(plan.JobId), Arg.Of("call", plan.Call), Arg.Of("count", items.Count), rows.ToArg("items")];
        int? total = null;
        await CommandAsync((session, token) =>
        {
            total = null;
            return session.SendAsync(
                Pages("LockPlan", "LockJob", "PlanItems", "PlanEvent", "PlanJob", "PlannedTotal"), args,
                (set, row) => total = set == 2 ? row.GetInt32(0) : total, token);
        }, ct);
        if (total is not null)
            _hints.Opened();
        return total;
    }

    private async ValueTask<IReadOnlyList<JobId>> AcceptAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        var pages = ItemPages(jobs).Take(2).ToList();
        if (pages.Count > 1 || jobs.Any(job => job.Job.UniqueKey is not null || job.HasFamily))
            return await WriteAsync((session, token) => EnqueueInAsync(session, jobs, token), ct);
        var statements = EnqueueStatements(jobs);
        if (pages.Count == 1)
            statements.Insert(0, _book["EnqueueItems"]);
        await CommandAsync((session, token) => session.SendAsync(statements, [.. EnqueueArgs(jobs), .. pages], null, token), ct);
        return [.. jobs.Select(job => job.Id)];
    }

    /// <summary>Accepts jobs inside a transaction that does more than that.</summary>
    private async ValueTask AddJobsAsync(DbSession session, IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        using var family = jobs.Any(job => job.HasFamily) ? await RelateAsync(session, jobs, ct) : null;
        foreach (var page in ItemPages(jobs))
            await session.RunAsync(_book["EnqueueItems"], [page], ct);
        await session.SendAsync(EnqueueStatements(jobs), EnqueueArgs(jobs), null, ct);
        if (family is { Count: > 0 })
            await session.RunAsync(_book["EnqueueFamily"], [family.ToArg("family")], ct);
    }

    private List<Statement> EnqueueStatements(IReadOnlyList<EnqueuedJob> jobs)
    {
        var statements = jobs.Any(job => job.HasPlan)
            ? Pages("EnqueuePlans", "EnqueueEvent", "EnqueueJobs")
            : Pages("EnqueueEvent", "EnqueueJobs");
        if (jobs.Any(IsDriven))
            statements.Add(_book["EnqueueDrives"]);
        if (jobs.Any(IsTimed))
            statements.Add(_book["EnqueueTimeLimits"]);
        if (jobs.Any(IsListenedTo))
            statements.Insert(0, _book["EnqueueNotices"]);
        return statements;
    }

    private static List<Arg> EnqueueArgs(IReadOnlyList<EnqueuedJob> jobs)
    {
        List<Arg> args = [JobRows(jobs)];
        if (jobs.Any(IsDriven))
            args.Add(DriveRows(jobs));
        if (jobs.Any(IsTimed))
            args.Add(TimeLimitRows(jobs));
        if (jobs.Any(IsListenedTo))
            args.Add(NoticeRows(jobs));
        return args;
    }

    private static bool IsListenedTo(EnqueuedJob job) => job.Job.Notices is { Count: > 0 };

    private static Arg JobRows(IReadOnlyList<EnqueuedJob> jobs)
    {
        using var rows = new JsonRows();
        foreach (var accepted in jobs)
        {
            var job = accepted.Job;
            rows.Row().Add("id", accepted.Id).Add("org", job.Org).Add("queue", job.Queue).Add("type", job.Type)
                .Add("name", job.Name).Add("by", job.CreatedBy).Add("source", Words.Of(job.Source))
                .Add("priority", job.Priority).Add("config", job.Config)
                .Add("labels", SimpleJobs.LabelsOf(job))
                .Add("plan", accepted.HasPlan).Add("finish", accepted.HasFinish).Add("simple", IsSimple(accepted))
                .Add("chunk", accepted.Chunk).Add("attempts", accepted.MaxAttempts)
                .Add("total", accepted.HasPlan ? 0 : job.Items?.Count ?? 1)
                .Add("limit_key", job.LimitKey)
                .Add("due", job.DueAt is { } due ? Micros.Of(due) : (long?)null);
            if (job.DryRun)
                rows.Add("dry", true);
            if (job.Origin is { } origin)
                rows.Add("origin", Words.Of(origin.Kind)).Add("origin_job", origin.Job);
            if (job.ScheduleId is { } schedule)
                rows.Add("schedule", schedule);
            rows.Add("key", job.UniqueKey);
        }

        return rows.ToArg("jobs");
    }

    private static bool IsSimple(EnqueuedJob job) => !job.HasPlan && !job.HasFinish && job.Job.Items is null;

    private static IEnumerable<Arg> ItemPages(IReadOnlyList<EnqueuedJob> jobs)
    {
        var all = from job in jobs
                  where !job.HasPlan && !IsSimple(job)
                  from item in (job.Job.Items ?? [new NewItem(null, null)]).Index()
                  select (job.Id, No: item.Index + 1, item.Item);
        foreach (var page in all.Chunk(ItemsAtOnce))
        {
            using var rows = new JsonRows();
            foreach (var (id, no, item) in page)
                rows.Row().Add("job", id).Add("no", no).Add("name", item.Name).Add("input", item.Input);
            yield return rows.ToArg("items");
        }
    }

    /// <summary>Some of the jobs were there already: what was written is rolled back.</summary>
    private sealed class RepeatedException : Exception;
}
