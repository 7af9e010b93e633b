using Headway.Client;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the overview shows, read in one go.</summary>
public sealed record OverviewView
{
    private const int LiveShown = 8;
    private static readonly JobStatus[] Open =
        [JobStatus.Running, JobStatus.Preparing, JobStatus.Retrying, JobStatus.Paused, JobStatus.Queued, JobStatus.Scheduled];

    /// <summary>Jobs by status; a status without jobs may be missing.</summary>
    public required IReadOnlyDictionary<JobStatus, long> Counts { get; init; }

    /// <summary>The one sentence on top.</summary>
    public required Health Health { get; init; }

    /// <summary>The chart's period.</summary>
    public required Period Period { get; init; }

    /// <summary>One bar a bucket, oldest first, empty ones included.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>The newest open jobs.</summary>
    public required IReadOnlyList<Job> Live { get; init; }

    /// <summary>Items completed in the period.</summary>
    public long Completed => Bars.Sum(bar => bar.Completed);

    /// <summary>Attempts failed in the period.</summary>
    public long Failed => Bars.Sum(bar => bar.Failed);

    internal static async ValueTask<OverviewView> ReadAsync(JobQueries queries, Period period, CancellationToken ct)
    {
        var now = await queries.NowAsync(ct);
        var counts = await queries.CountJobsAsync(null, ct);
        var sessions = await queries.ListSessionsAsync(ct);
        var buckets = await queries.ThroughputAsync(null, period.Start(now), period.Bucket, ct);
        var live = await queries.ListJobsAsync(new JobFilter { Statuses = Open }, new PageRequest(LiveShown), ct);
        return new OverviewView
        {
            Counts = counts,
            Health = Health.Of(counts, sessions, now),
            Period = period,
            Bars = period.Bars(buckets, now),
            Live = live.Rows,
        };
    }
}
