using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>
/// What every store must do, by topic. A store's tests inherit it and say how a fresh store is made.
/// After every change, what the store shows is checked against the invariants: see <see cref="CheckedStore"/>.
/// </summary>
public abstract partial class JobStoreContract : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly Lane Work = new("default", "work", Orgs.Default);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly CallNumbers _ids = new();
    private StoreUnderTest _under = null!;
    private CheckedStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A fresh, empty store; disposed after the test.</summary>
    protected abstract ValueTask<StoreUnderTest> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _under = await OpenAsync();
        _store = new CheckedStore(_under.Store);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null && TestContext.Current.TestState?.Result != TestResult.Failed)
            await _store.CheckAllAsync(Ct);
        if (_under is not null)
            await _under.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private EnqueuedJob NewJob(
        int? items = null, bool plan = false, bool finish = false, int chunk = 1, int maxAttempts = 4, string type = "work",
        string org = Orgs.Default, string queue = "default", int priority = 0, DateTimeOffset? dueAt = null, string? name = null,
        string? createdBy = null)
    {
        var job = new NewJob
        {
            Type = type,
            Org = org,
            Queue = queue,
            Priority = priority,
            DueAt = dueAt,
            Name = name,
            CreatedBy = createdBy,
            Items = items is { } count ? NewItems(1, count) : null,
        };
        return new EnqueuedJob(_ids.NextJob(), job, plan, finish, chunk, maxAttempts);
    }

    private static IReadOnlyList<NewItem> NewItems(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(no => new NewItem($"item {no}", $$"""{"no":{{no}}}"""))];

    private async ValueTask<JobId> EnqueueAsync(EnqueuedJob job)
    {
        await _store.EnqueueAsync([job], Ct);
        await AdvanceAsync(Tick);
        return job.Id;
    }

    private ValueTask AdvanceAsync(TimeSpan by) => _under.AdvanceAsync(by);

    private async ValueTask<Guid> SessionAsync(string worker = "worker", TimeSpan? lease = null)
    {
        var id = _ids.NextCall();
        await _store.OpenSessionAsync(Session(id, worker), lease ?? Lease, Ct);
        return id;
    }

    private static WorkerSession Session(Guid id, string worker) => new()
    {
        Id = id,
        Worker = worker,
        Host = "host",
        ProcessId = 1,
        Version = "1.0",
        Slots = 4,
        Queues = ["default"],
        Types = ["work"],
    };

    private async ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(Guid session, int max = 1, int? perJob = null, Lane? lane = null)
    {
        var chunks = await _store.ClaimAsync(new ClaimRequest(session, _ids.NextCall(), lane ?? Work, max, perJob ?? max), Ct);
        await AdvanceAsync(Tick);
        return chunks;
    }

    private async ValueTask<ClaimedChunk> ClaimOneAsync(Guid session, Lane? lane = null) =>
        Assert.Single(await ClaimAsync(session, lane: lane));

    private async ValueTask<ClaimedChunk?> SuspectAsync(Guid session)
    {
        var chunk = await _store.ClaimSuspectAsync(session, _ids.NextCall(), ["default"], ["work"], Ct);
        await AdvanceAsync(Tick);
        return chunk;
    }

    private async ValueTask<bool> FinishAsync(ClaimedChunk chunk, ItemState state = ItemState.Completed) =>
        await FinishAsync(Ended(chunk, _ => state));

    private async ValueTask<bool> FinishAsync(FinishedChunk chunk)
    {
        var accepted = Assert.Single(await _store.FinishAsync([chunk], Ct));
        await AdvanceAsync(Tick);
        return accepted;
    }

    private static FinishedChunk Ended(ClaimedChunk chunk) => Ended(chunk, _ => ItemState.Completed);

    private static FinishedChunk Ended(ClaimedChunk chunk, Func<int, ItemState> state)
    {
        var outcomes = new List<ItemOutcome>();
        for (var no = chunk.Key.Lo; no <= chunk.Key.Hi; no++)
            outcomes.Add(Outcome(no, state(no)));
        return new FinishedChunk(chunk.Key, outcomes, [], [], new ChunkUsage(TimeSpan.FromSeconds(1), Waited: chunk.Waited));
    }

    private static ItemOutcome Outcome(int no, ItemState state) => new()
    {
        No = no,
        State = state,
        Output = state == ItemState.Completed ? $$"""{"out":{{no}}}""" : null,
        Fault = state is ItemState.Failed or ItemState.Retrying or ItemState.Quarantined ? Broken(no) : null,
        RetryIn = state == ItemState.Retrying ? TimeSpan.FromSeconds(10) : TimeSpan.Zero,
    };

    private static Fault Broken(int no) => new()
    {
        Class = FaultClass.Transient,
        Code = "broken",
        Message = $"Item {no} broke.",
        Hint = "Mend it.",
        Detail = "at Somewhere",
    };

    /// <summary>Claims and finishes until the lane has nothing more.</summary>
    private async ValueTask WorkOffAsync(Guid session, Func<int, ItemState>? state = null, Lane? lane = null)
    {
        while (await ClaimAsync(session, max: 10, lane: lane) is { Count: > 0 } chunks)
        {
            foreach (var chunk in chunks)
                Assert.True(await FinishAsync(Ended(chunk, state ?? (_ => ItemState.Completed))));
        }
    }

    private async ValueTask<Job> JobAsync(JobId id)
    {
        var job = await _store.GetJobAsync(id, Ct);
        Assert.NotNull(job);
        return job;
    }

    private async ValueTask<Item> ItemAsync(JobId id, int no)
    {
        var item = await _store.GetItemAsync(id, no, Ct);
        Assert.NotNull(item);
        return item;
    }

    private async ValueTask<ItemState[]> StatesAsync(JobId id) =>
        [.. (await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(1000), Ct)).Rows.Select(item => item.State)];
}
