using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Reads the page of tasks.</summary>
internal sealed class TaskReads(JobQueries queries, AttemptQueries attempts, StatsQueries stats, ReadTogether together)
{
    private const int Rows = 50;
    private const int MostRunning = 50;
    private const int MostPending = 100;
    private static readonly JobStatus[] Open =
        [JobStatus.Queued, JobStatus.Scheduled, JobStatus.Preparing, JobStatus.Running, JobStatus.Retrying, JobStatus.Paused];

    public async ValueTask<TasksView> ReadAsync(Period period, TaskFilter filter, TaskPlace? open, CancellationToken ct)
    {
        var (rows, next) = await ListAsync(filter, ct);
        var pending = await together.OfAsync("pending", () => PendingAsync(ct));
        return new TasksView
        {
            Sums = await PeriodSums.ReadAsync(queries, stats, together, period, ct),
            Workers = await together.OfAsync("workers", () => stats.WorkersAsync(ct)),
            Rows = rows,
            Next = next,
            Pending = (pending.Items, pending.Jobs, pending.More),
            Open = open is { } place ? await DetailAsync(place, ct) : null,
            Now = await queries.NowAsync(ct),
        };
    }

    private async ValueTask<(IReadOnlyList<TaskRow> Rows, string? Next)> ListAsync(TaskFilter filter, CancellationToken ct)
    {
        if (filter.Status == "pending")
            return await PendingAsync(filter, ct);
        var running = filter.Status is "running" || (filter.Status is null && filter is { After: null, To: null })
            ? (await attempts.ListRunningAsync(filter.Attempts, MostRunning, ct))
                .Where(chunk => !(chunk.StartedAt < filter.From) && !(chunk.StartedAt >= filter.To)).Select(TaskRow.Of).ToList()
            : [];
        if (filter.Status == "running")
            return (running, null);
        var page = await EndedAsync(filter, ct);
        return ([.. running, .. page.Rows.Select(TaskRow.Of)], page.Next);
    }

    private async ValueTask<Page<AttemptLine>> EndedAsync(TaskFilter filter, CancellationToken ct)
    {
        try
        {
            return await attempts.ListEndedAsync(filter.Attempts, new PageRequest(Rows, filter.After), ct);
        }
        catch (ArgumentException) when (filter.After is not null)
        {
            return await attempts.ListEndedAsync(filter.Attempts, new PageRequest(Rows), ct); // a place that somebody typed
        }
    }

    /// <summary>Jobs with something that waits; one row a job, however many items that are.</summary>
    private async ValueTask<(IReadOnlyList<TaskRow> Rows, string? Next)> PendingAsync(TaskFilter filter, CancellationToken ct)
    {
        var after = JobId.TryParse(filter.After, null, out _) ? filter.After : null;
        var page = await queries.ListJobsAsync(
            new JobFilter { Statuses = Open, From = filter.From, To = filter.To }, new PageRequest(MostPending, after), ct);
        var fits = page.Rows.Where(job => TaskRow.Waiting(job) > 0 || !job.Planned)
            .Where(job => filter.Name is null || Has(job.Type, filter.Name) || Has(job.Name, filter.Name));
        return ([.. fits.Select(TaskRow.Pending)], page.Next);

        static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
    }

    private async ValueTask<PendingSum> PendingAsync(CancellationToken ct)
    {
        var page = await queries.ListJobsAsync(new JobFilter { Statuses = Open }, new PageRequest(MostPending), ct);
        var waiting = page.Rows.Where(job => TaskRow.Waiting(job) > 0).ToList();
        return new PendingSum(waiting.Sum(job => (long)TaskRow.Waiting(job)), waiting.Count, page.Next is not null);
    }

    private async ValueTask<TaskDetail?> DetailAsync(TaskPlace place, CancellationToken ct)
    {
        if (await queries.GetJobAsync(place.Job, ct) is not { } job || await queries.GetItemAsync(place.Job, place.No, ct) is not { } item)
            return null;
        var all = await queries.ListAttemptsAsync(place.Job, place.No, ct);
        var attempt = all.LastOrDefault(one => one.Generation == place.Generation && one.Number == place.Number);
        return new TaskDetail(job, item, attempt, attempt is not null && attempt == all[^1]);
    }

    private sealed record PendingSum(long Items, int Jobs, bool More);
}
