using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs, pages and the API read jobs; the only way to the store's tables outside the engine.</summary>
public sealed class JobQueries(IJobStore store, IFamilyStore? families = null)
{
    /// <inheritdoc cref="IJobStore.GetJobAsync"/>
    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) => store.GetJobAsync(id, ct);

    /// <inheritdoc cref="IJobStore.ListJobsAsync"/>
    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct) =>
        store.ListJobsAsync(filter, page, ct);

    /// <inheritdoc cref="IJobStore.ListItemsAsync"/>
    public ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct) =>
        store.ListItemsAsync(id, filter, page, ct);

    /// <inheritdoc cref="IJobStore.GetItemAsync"/>
    public ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) => store.GetItemAsync(id, no, ct);

    /// <inheritdoc cref="IJobStore.ListAttemptsAsync"/>
    public ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) =>
        store.ListAttemptsAsync(id, no, ct);

    /// <inheritdoc cref="IJobStore.CountJobsAsync"/>
    public ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        store.CountJobsAsync(org, ct);

    /// <inheritdoc cref="IJobStore.ThroughputAsync"/>
    public ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(
        string? org, DateTimeOffset since, TimeSpan bucket, CancellationToken ct) =>
        store.ThroughputAsync(org, since, bucket, ct);

    /// <inheritdoc cref="IJobStore.ListSessionsAsync"/>
    public ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) => store.ListSessionsAsync(ct);

    /// <inheritdoc cref="IJobStore.ReadEventsAsync"/>
    public ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        store.ReadEventsAsync(after, limit, ct);

    /// <inheritdoc cref="IJobStore.LastEventAsync"/>
    public ValueTask<long> LastEventAsync(CancellationToken ct) => store.LastEventAsync(ct);

    /// <inheritdoc cref="IJobStore.ListHistoryAsync"/>
    public ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) => store.ListHistoryAsync(id, ct);

    /// <inheritdoc cref="IFamilyStore.GetFamilyAsync"/>
    public ValueTask<Family> GetFamilyAsync(JobId id, CancellationToken ct) =>
        families?.GetFamilyAsync(id, ct) ?? ValueTask.FromResult(new Family([], [], new Dictionary<JobStatus, long>()));

    /// <inheritdoc cref="IJobStore.NowAsync"/>
    public ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) => store.NowAsync(ct);
}
