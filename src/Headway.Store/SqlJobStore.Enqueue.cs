using System.Text.Json;
using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>Accepting jobs and planned items.</summary>
public sealed partial class SqlJobStore
{
    private const int ItemsAtOnce = 5000;

    /// <inheritdoc/>
    public async ValueTask EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        if (jobs.Count == 0)
            return;
        foreach (var job in jobs)
            ArgumentNullException.ThrowIfNull(job.Job.Type);
        var rows = JobRows(jobs);
        var statements = new List<Statement>();
        if (jobs.Any(job => job.HasPlan))
            statements.Add(_book["EnqueuePlans"]);
        statements.Add(_book["EnqueueEvent"]);
        statements.Add(_book["EnqueueJobs"]);
        var pages = ItemPages(jobs).ToList();
        if (pages.Count == 0)
        {
            await CommandAsync((session, token) => session.SendAsync(statements, [rows], null, token), ct);
        }
        else if (pages.Count == 1)
        {
            statements.Insert(0, _book["EnqueueItems"]);
            await CommandAsync((session, token) => session.SendAsync(statements, [rows, pages[0]], null, token), ct);
        }
        else
        {
            await WriteAsync(async (session, token) =>
            {
                foreach (var page in pages)
                    await session.RunAsync(_book["EnqueueItems"], [page], token);
                return await session.SendAsync(statements, [rows], null, token);
            }, ct);
        }

        _hints.Opened();
    }

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

    private static Arg JobRows(IReadOnlyList<EnqueuedJob> jobs)
    {
        using var rows = new JsonRows();
        foreach (var accepted in jobs)
        {
            var job = accepted.Job;
            rows.Row().Add("id", accepted.Id).Add("org", job.Org).Add("queue", job.Queue).Add("type", job.Type)
                .Add("name", job.Name).Add("by", job.CreatedBy).Add("source", Words.Of(job.Source))
                .Add("priority", job.Priority).Add("config", job.Config)
                .Add("labels", job.Labels is { Count: > 0 } labels
                    ? JsonSerializer.Serialize(labels, StoreJson.Default.IReadOnlyDictionaryStringString) : "{}")
                .Add("plan", accepted.HasPlan).Add("finish", accepted.HasFinish).Add("simple", IsSimple(accepted))
                .Add("chunk", accepted.Chunk).Add("attempts", accepted.MaxAttempts)
                .Add("total", accepted.HasPlan ? 0 : job.Items?.Count ?? 1)
                .Add("due", job.DueAt is { } due ? Micros.Of(due) : (long?)null);
            if (job.DryRun)
                rows.Add("dry", true);
            if (job.Origin is { } origin)
                rows.Add("origin", Words.Of(origin.Kind)).Add("origin_job", origin.Job);
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
}
