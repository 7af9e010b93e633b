using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>
/// Reads the overview. Counts and open jobs are read by each page, for a change must show at once; sums are read for all pages together.
/// </summary>
internal sealed class OverviewReads(
    JobQueries queries, StatsQueries stats, FlowClient flow, BreakerClient breakers, ErrorClient errors, JobArchive archive,
    ReadTogether together)
{
    private const int LiveShown = 8;
    private const int RunningLookedAt = 100;
    private const int FailedLookedAt = 20;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ErrorFilter Back = new() { States = [ErrorState.Regressed], By = ErrorOrder.Last, Limit = 3 };
    private static readonly JobStatus[] Open =
        [JobStatus.Running, JobStatus.Preparing, JobStatus.Retrying, JobStatus.Paused, JobStatus.Queued, JobStatus.Scheduled];

    public async ValueTask<OverviewView> ReadAsync(Period period, CancellationToken ct)
    {
        var counts = await queries.CountJobsAsync(null, ct);
        var live = await queries.ListJobsAsync(new JobFilter { Statuses = Open }, new PageRequest(LiveShown), ct);
        var workers = await together.OfAsync("workers", () => stats.WorkersAsync(ct));
        var facts = await together.OfAsync("attention", () => FactsAsync(ct));
        var now = await queries.NowAsync(ct);
        var needs = AttentionList.Of(facts with
        {
            Now = now,
            Workers = workers,
            Retrying = counts.GetValueOrDefault(JobStatus.Retrying),
        });
        return new OverviewView
        {
            Counts = counts,
            Health = Health.Of(counts, [.. workers.Select(worker => worker.Session)], now).With(needs),
            Needs = needs,
            Sums = await PeriodSums.ReadAsync(queries, stats, together, period, ct),
            Workers = workers,
            Live = live.Rows,
            Outlooks = await stats.OutlooksAsync(live.Rows, ct),
            Cleanup = await together.OfAsync<object>("cleanup", async () => await CleanupAsync(ct)) is Cleanup cleanup ? cleanup : default,
            Now = now,
        };
    }

    private async ValueTask<AttentionFacts> FactsAsync(CancellationToken ct)
    {
        var now = await queries.NowAsync(ct);
        var running = (await queries.ListJobsAsync(
            new JobFilter { Statuses = [JobStatus.Running] }, new PageRequest(RunningLookedAt), ct)).Rows;
        return new AttentionFacts
        {
            Now = now,
            Running = running,
            Outlooks = await stats.OutlooksAsync(running, ct),
            Failed = (await queries.ListJobsAsync(
                new JobFilter { Statuses = [JobStatus.Failed] }, new PageRequest(FailedLookedAt), ct)).Rows,
            LastHour = await stats.ReadStatsAsync(new StatsQuery(now - Hour, StatsGrouping.Type), ct),
            LastHourOfQueues = await stats.ReadStatsAsync(new StatsQuery(now - Hour, StatsGrouping.Queue), ct),
            Waiting = await flow.CountWaitingAsync(ct),
            Holds = await flow.ListHoldsAsync(ct),
            Breakers = await breakers.ListOpenAsync(ct),
            Regressed = await errors.ListAsync(Back, ct),
        };
    }

    private async ValueTask<Cleanup> CleanupAsync(CancellationToken ct)
    {
        var pruned = await archive.PrunedAsync(ct);
        var day = pruned.Count == 0 ? (DateTimeOffset?)null : pruned.Max(count => count.Day);
        var last = pruned.Where(count => count.Day == day).ToList();
        return new Cleanup(await archive.SweptAtAsync(ct), last.Sum(count => count.Jobs), last.Sum(count => count.Items), day);
    }
}
