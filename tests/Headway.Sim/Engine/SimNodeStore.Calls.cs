using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>The calls, sent on their way.</summary>
internal sealed partial class SimNodeStore : IJobStore
{
    public ValueTask<IReadOnlyList<JobId>> EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct) =>
        CallAsync("Enqueue", () => store.EnqueueAsync(jobs, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct) =>
        CallAsync("Claim", () => ClaimedAsync(request), ct);

    public ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct) =>
        CallAsync("Finish", () => FinishedAsync(chunks), ct);

    public ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct) =>
        CallAsync("Plan", () => store.PlanAsync(plan, items, CancellationToken.None), ct);

    public ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct) =>
        CallAsync("Release", () => store.ReleaseAsync(chunks, CancellationToken.None), ct);

    public ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct) =>
        CallAsync("Report", () => store.ReportAsync(reports, CancellationToken.None), ct);

    public ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct) =>
        CallAsync("OpenSession", () => store.OpenSessionAsync(session, lease, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct) =>
        CallAsync("Beat", () => store.BeatAsync(beat, CancellationToken.None), ct);

    public ValueTask CloseSessionAsync(Guid session, CancellationToken ct) =>
        CallAsync("CloseSession", () => store.CloseSessionAsync(session, CancellationToken.None), ct);

    public ValueTask<int> ReapAsync(CancellationToken ct) =>
        CallAsync("Reap", () => ReapedAsync(), ct);

    public ValueTask<Promotion> PromoteAsync(CancellationToken ct) =>
        CallAsync("Promote", () => store.PromoteAsync(CancellationToken.None), ct);

    public ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct) =>
        CallAsync("Control", () => store.ControlAsync(id, control, actor, CancellationToken.None), ct);

    public ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct) =>
        CallAsync("RetryItem", () => store.RetryItemAsync(id, no, actor, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) =>
        CallAsync("Lanes", () => store.LanesAsync(queues, CancellationToken.None), ct);

    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) =>
        CallAsync("GetJob", () => store.GetJobAsync(id, CancellationToken.None), ct);

    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct) =>
        CallAsync("ListJobs", () => store.ListJobsAsync(filter, page, CancellationToken.None), ct);

    public ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct) =>
        CallAsync("ListItems", () => store.ListItemsAsync(id, filter, page, CancellationToken.None), ct);

    public ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) =>
        CallAsync("GetItem", () => store.GetItemAsync(id, no, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) =>
        CallAsync("ListAttempts", () => store.ListAttemptsAsync(id, no, CancellationToken.None), ct);

    public ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        CallAsync("CountJobs", () => store.CountJobsAsync(org, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(string? org, DateTimeOffset since, TimeSpan bucket,
        CancellationToken ct) =>
        CallAsync("Throughput", () => store.ThroughputAsync(org, since, bucket, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) =>
        CallAsync("ListSessions", () => store.ListSessionsAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        CallAsync("ReadEvents", () => store.ReadEventsAsync(after, limit, CancellationToken.None), ct);

    public ValueTask<long> LastEventAsync(CancellationToken ct) =>
        CallAsync("LastEvent", () => store.LastEventAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) =>
        CallAsync("ListHistory", () => store.ListHistoryAsync(id, CancellationToken.None), ct);

    public ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) =>
        CallAsync("Now", () => store.NowAsync(CancellationToken.None), ct);

    public ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct) => store.WaitAsync(hint, atMost, ct);
}
