using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Statistics: every attempt is kept, and added up when somebody asks.</summary>
public sealed partial class SimStore
{
    private readonly List<Sample> _samples = [];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        RunAsync<IReadOnlyDictionary<JobStatus, long>>(
            () => _jobs.Values.Where(job => org is null || job.Lane.Org == org)
                .GroupBy(job => job.Status).ToDictionary(group => group.Key, group => group.LongCount()),
            ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobTally>> TallyJobsAsync(string? org, CancellationToken ct) => RunAsync<IReadOnlyList<JobTally>>(
        () => [.. _jobs.Values.Where(job => org is null || job.Lane.Org == org)
            .GroupBy(job => (job.Lane.Org, job.Lane.Type, job.Status))
            .Select(group => new JobTally(group.Key.Org, group.Key.Type, group.Key.Status, group.LongCount()))
            .OrderBy(tally => tally.Org, StringComparer.Ordinal).ThenBy(tally => tally.Type, StringComparer.Ordinal)],
        ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(
        string? org, DateTimeOffset since, TimeSpan bucket, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ThroughputBucket>>(
            () => [.. _samples.Where(one => (org is null || one.Lane.Org == org) && one.Minute >= since)
                .GroupBy(one => (At: Floor(one.Minute, bucket), one.Lane.Type)).OrderBy(group => group.Key)
                .Select(group => new ThroughputBucket(
                    group.Key.At, group.Key.Type, group.Sum(one => one.Row.Completed + one.Row.Skipped),
                    group.Sum(one => one.Row.Failed + one.Row.Retried),
                    group.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Row.Busy)))
                .Where(found => found.Completed + found.Failed > 0 || found.Busy > TimeSpan.Zero)],
            ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StatsRow>> ReadStatsAsync(StatsQuery query, CancellationToken ct) =>
        RunAsync<IReadOnlyList<StatsRow>>(
            () => [.. _samples.Where(one => one.Minute >= Floor(query.Since, TimeSpan.FromMinutes(1))
                    && (query.Org is null || one.Lane.Org == query.Org) && (query.Type is null || one.Lane.Type == query.Type)
                    && (query.Queue is null || one.Lane.Queue == query.Queue))
                .GroupBy(one => KeyOf(one.Lane, query.By)).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Select(one => one.Row).Aggregate(new StatsRow { Key = group.Key }, Add))],
            ct);

    /// <inheritdoc/>
    public ValueTask<bool> FoldStatsAsync(CancellationToken ct) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask<int> AuditTalliesAsync(CancellationToken ct) => ValueTask.FromResult(0);

    /// <inheritdoc/>
    public ValueTask<JobSurroundings?> ReadSurroundingsAsync(JobId id, CancellationToken ct) => RunAsync<JobSurroundings?>(() =>
    {
        if (!_jobs.TryGetValue(id, out var job))
            return null;
        var ahead = job.IsOpen ? _jobs.Values.Count(other => other.IsOpen && other.Lane == job.Lane && IsBefore(other, job)) : 0;
        var paused = _events.LastOrDefault(e => e.Kind == JobEventKind.Paused && e.Jobs.Any(change => change.JobId == id));
        return new JobSurroundings(
            Now, job.Read(), job.IsOpen, Math.Min(ahead, JobSurroundings.MostAhead), job.Back.Values.Min(span => span.DueAt),
            paused?.Actor, [.. _sessions.Where(one => one.EndedAt is null).Reverse()]);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WaitingWork>> ListWaitingAsync(CancellationToken ct) => RunAsync<IReadOnlyList<WaitingWork>>(
        () => [.. _jobs.Values.Where(job => job.IsOpen)
            .GroupBy(job => job.Lane)
            .Select(lane => (lane.Key, First: lane.Aggregate((left, right) => IsBefore(right, left) ? right : left)))
            .Where(lane => _sessions.Any(one => one.EndedAt is null && one.Queues.Contains(lane.Key.Queue)))
            .GroupBy(lane => (lane.Key.Queue, lane.Key.Type))
            .Select(group => new WaitingWork(group.Key.Queue, group.Key.Type, group.Min(lane => WaitingSince(lane.First))))],
        ct);

    private static DateTimeOffset WaitingSince(SimJob job) =>
        job.Accepted.Job.DueAt is { } due && due > job.ActiveAt ? due : job.ActiveAt;

    private static bool IsBefore(SimJob left, SimJob right) =>
        (-left.Priority, left.Turn, left.Id).CompareTo((-right.Priority, right.Turn, right.Id)) < 0;

    private static string KeyOf(Lane lane, StatsGrouping by) => by switch
    {
        StatsGrouping.Type => lane.Type,
        StatsGrouping.Org => lane.Org,
        StatsGrouping.Queue => lane.Queue,
        _ => "",
    };

    private static StatsRow Add(StatsRow sum, StatsRow one)
    {
        sum.RunTimes.Add(one.RunTimes);
        sum.WaitTimes.Add(one.WaitTimes);
        return sum with
        {
            Completed = sum.Completed + one.Completed,
            Skipped = sum.Skipped + one.Skipped,
            Failed = sum.Failed + one.Failed,
            Retried = sum.Retried + one.Retried,
            Cancelled = sum.Cancelled + one.Cancelled,
            Lost = sum.Lost + one.Lost,
            Busy = sum.Busy + one.Busy,
            Started = sum.Started + one.Started,
            Waited = sum.Waited + one.Waited,
            Metered = sum.Metered + one.Metered,
        };
    }

    private void Tally(SimJob job, SimClaim claim, FinishedChunk chunk, bool accepted)
    {
        var usage = chunk.Usage;
        var work = job.KindOf(claim.Key.Lo) == ChunkKind.Work;
        var row = new StatsRow
        {
            Key = "",
            Completed = Count(ItemState.Completed),
            Skipped = Count(ItemState.Skipped),
            Failed = Count(ItemState.Failed) + Count(ItemState.Quarantined),
            Retried = Count(ItemState.Retrying),
            Cancelled = work && !accepted ? claim.Count : 0,
            Busy = usage.Busy,
            Started = usage.Waited is null ? 0 : 1,
            Waited = usage.Waited ?? TimeSpan.Zero,
            Metered = usage.Metered,
        };
        row.RunTimes.Add(
            DurationHistogram.BucketOf(usage.Busy / Math.Max(1, chunk.Outcomes.Count)),
            row.Completed + row.Skipped + row.Failed + row.Retried);
        if (usage.Waited is { } waited)
            row.WaitTimes.Add(DurationHistogram.BucketOf(waited), 1);
        _samples.Add(new Sample(Floor(Now, TimeSpan.FromMinutes(1)), job.Lane, row));

        int Count(ItemState state) => work && accepted ? chunk.Outcomes.Count(outcome => outcome.State == state) : 0;
    }

    private void TallyLost(SimJob job, SimClaim claim, bool goesOn)
    {
        var count = job.KindOf(claim.Key.Lo) == ChunkKind.Work ? claim.Count : 0;
        var row = new StatsRow { Key = "", Lost = goesOn ? count : 0, Cancelled = goesOn ? 0 : count };
        _samples.Add(new Sample(Floor(Now, TimeSpan.FromMinutes(1)), job.Lane, row));
    }

    private sealed record Sample(DateTimeOffset Minute, Lane Lane, StatsRow Row);
}
