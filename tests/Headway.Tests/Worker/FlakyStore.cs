using System.Runtime.CompilerServices;
using Headway.Model;
using Headway.Sim;
using Headway.Store;

namespace Headway.Tests.Worker;

/// <summary>The simulated store over a bad line: a test says what happens before a call, and after its commit.</summary>
internal sealed class FlakyStore(SimStore inner) : IJobStore
{
    /// <summary>Runs before each call, with its name and first argument; throws to make it unavailable, waits to make it hang.</summary>
    public Func<string, object?, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after each call, before its answer is given; throws to lose the answer.</summary>
    public Func<string, object?, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Makes every call fail until it is false again.</summary>
    public bool Down
    {
        set => Before = (_, _) => value ? throw Away() : Task.CompletedTask;
    }

    public static StoreUnavailableException Away() => new("The database is away.");

    /// <summary>Fails some calls of one name, the first ones.</summary>
    public static Func<string, object?, Task> Failing(string name, int times) => (called, _) =>
        called == name && Interlocked.Decrement(ref times) >= 0 ? throw Away() : Task.CompletedTask;

    public ValueTask EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct) =>
        CallAsync(jobs, () => inner.EnqueueAsync(jobs, ct));

    public ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) =>
        CallAsync(queues, () => inner.LanesAsync(queues, ct));

    public ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct) =>
        CallAsync(request, () => inner.ClaimAsync(request, ct));

    public ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct) =>
        CallAsync(chunks, () => inner.FinishAsync(chunks, ct));

    public ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct) =>
        CallAsync(items, () => inner.PlanAsync(plan, items, ct));

    public ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct) =>
        CallAsync(chunks, () => inner.ReleaseAsync(chunks, ct));

    public ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct) =>
        CallAsync(reports, () => inner.ReportAsync(reports, ct));

    public ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct) =>
        CallAsync(session, () => inner.OpenSessionAsync(session, lease, ct));

    public ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct) =>
        CallAsync(beat, () => inner.BeatAsync(beat, ct));

    public ValueTask CloseSessionAsync(Guid session, CancellationToken ct) =>
        CallAsync(session, () => inner.CloseSessionAsync(session, ct));

    public ValueTask<int> ReapAsync(CancellationToken ct) => CallAsync(null, () => inner.ReapAsync(ct));

    public ValueTask<Promotion> PromoteAsync(CancellationToken ct) => CallAsync(null, () => inner.PromoteAsync(ct));

    public ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct) =>
        CallAsync(id, () => inner.ControlAsync(id, control, actor, ct));

    public ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct) =>
        CallAsync(id, () => inner.RetryItemAsync(id, no, actor, ct));

    public ValueTask<Job?> GetJobAsync(JobId id, CancellationToken ct) => CallAsync(id, () => inner.GetJobAsync(id, ct));

    public ValueTask<Page<Job>> ListJobsAsync(JobFilter filter, PageRequest page, CancellationToken ct) =>
        CallAsync(filter, () => inner.ListJobsAsync(filter, page, ct));

    public ValueTask<Page<Item>> ListItemsAsync(JobId id, ItemFilter filter, PageRequest page, CancellationToken ct) =>
        CallAsync(id, () => inner.ListItemsAsync(id, filter, page, ct));

    public ValueTask<Item?> GetItemAsync(JobId id, int no, CancellationToken ct) => CallAsync(id, () => inner.GetItemAsync(id, no, ct));

    public ValueTask<IReadOnlyList<Attempt>> ListAttemptsAsync(JobId id, int no, CancellationToken ct) =>
        CallAsync(id, () => inner.ListAttemptsAsync(id, no, ct));

    public ValueTask<IReadOnlyDictionary<JobStatus, long>> CountJobsAsync(string? org, CancellationToken ct) =>
        CallAsync(org, () => inner.CountJobsAsync(org, ct));

    public ValueTask<IReadOnlyList<ThroughputBucket>> ThroughputAsync(
        string? org, DateTimeOffset since, TimeSpan bucket, CancellationToken ct) =>
        CallAsync(org, () => inner.ThroughputAsync(org, since, bucket, ct));

    public ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) =>
        CallAsync(null, () => inner.ListSessionsAsync(ct));

    public ValueTask<IReadOnlyList<JobEvent>> ReadEventsAsync(long after, int limit, CancellationToken ct) =>
        CallAsync(after, () => inner.ReadEventsAsync(after, limit, ct));

    public ValueTask<long> LastEventAsync(CancellationToken ct) => CallAsync(null, () => inner.LastEventAsync(ct));

    public ValueTask<IReadOnlyList<JobEvent>> ListHistoryAsync(JobId id, CancellationToken ct) =>
        CallAsync(id, () => inner.ListHistoryAsync(id, ct));

    public ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) => CallAsync(null, () => inner.NowAsync(ct));

    public ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct) =>
        CallAsync(hint, () => inner.WaitAsync(hint, atMost, ct));

    private async ValueTask<T> CallAsync<T>(object? argument, Func<ValueTask<T>> call, [CallerMemberName] string name = "")
    {
        await Before(name, argument);
        var answer = await call();
        await After(name, argument);
        return answer;
    }

    private async ValueTask CallAsync(object? argument, Func<ValueTask> call, [CallerMemberName] string name = "")
    {
        await Before(name, argument);
        await call();
        await After(name, argument);
    }
}
