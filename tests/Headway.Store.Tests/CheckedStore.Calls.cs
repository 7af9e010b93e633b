using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>The calls, passed on.</summary>
internal sealed partial class CheckedStore
{
    public async ValueTask<IReadOnlyList<JobId>> EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct)
    {
        var answer = await inner.EnqueueAsync(jobs, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct)
    {
        var answer = await inner.ClaimAsync(request, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        var answer = await inner.FinishAsync(chunks, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct)
    {
        var answer = await inner.PlanAsync(plan, items, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct)
    {
        await inner.ReleaseAsync(chunks, ct);
        await CheckAsync(ct);
    }

    public async ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct)
    {
        await inner.ReportAsync(reports, ct);
        await CheckAsync(ct);
    }

    public async ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct)
    {
        await inner.OpenSessionAsync(session, lease, ct);
        await CheckAsync(ct);
    }

    public async ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct)
    {
        var answer = await inner.BeatAsync(beat, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask CloseSessionAsync(Guid session, CancellationToken ct)
    {
        await inner.CloseSessionAsync(session, ct);
        await CheckAsync(ct);
    }

    public async ValueTask<int> ReapAsync(CancellationToken ct)
    {
        var answer = await inner.ReapAsync(ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<Promotion> PromoteAsync(CancellationToken ct)
    {
        var answer = await inner.PromoteAsync(ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct)
    {
        var answer = await inner.ControlAsync(id, control, actor, ct);
        await CheckAsync(ct);
        return answer;
    }

    public async ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct)
    {
        var answer = await inner.RetryItemAsync(id, no, actor, ct);
        await CheckAsync(ct);
        return answer;
    }

    public ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) => inner.LanesAsync(queues, ct);

    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) => inner.GetJobAsync(id, ct);

    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct) =>
        inner.ListJobsAsync(filter, page, ct);

    public ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct) =>
        inner.ListItemsAsync(id, filter, page, ct);

    public ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) => inner.GetItemAsync(id, no, ct);

    public ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) =>
        inner.ListAttemptsAsync(id, no, ct);

    public ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        inner.CountJobsAsync(org, ct);

    public ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(
        string? org, DateTimeOffset since, TimeSpan bucket, CancellationToken ct) =>
        inner.ThroughputAsync(org, since, bucket, ct);

    public ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) => inner.ListSessionsAsync(ct);

    public ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        inner.ReadEventsAsync(after, limit, ct);

    public ValueTask<long> LastEventAsync(CancellationToken ct) => inner.LastEventAsync(ct);

    public ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) => inner.ListHistoryAsync(id, ct);

    public ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) => inner.NowAsync(ct);

    public ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct) => inner.WaitAsync(hint, atMost, ct);
}
