using Headway.Data;
using Headway.Model;
using Headway.Store;

namespace Headway.Bench.Scale;

/// <summary>A store in which so many jobs wait, and a lane of it that has work.</summary>
internal sealed class ScaleStore : IAsyncDisposable
{
    private const int AtOnce = 50_000;
    private static readonly Lane Open = new("bench", "job", Orgs.Default);
    private readonly SqlJobStore _store;
    private readonly Book _book;
    private readonly IdSource _ids = new(TimeProvider.System);
    private readonly Guid _session;
    private int _salt;

    private ScaleStore(SqlJobStore store)
    {
        (_store, _session) = (store, _ids.NewGuid());
        _book = Book.Load(typeof(ScaleStore).Assembly, store.Database.Dialect);
    }

    public SqlJobStore Jobs => _store;

    /// <summary>Another user of the same lane, beside its simple jobs.</summary>
    public Jobs Drain => new(_store, _ids, _session, 0, new Lane("bench", "load", Orgs.Default));

    public static async Task<ScaleStore> OpenAsync(string connection, CancellationToken ct)
    {
        var opened = new ScaleStore(await SqlJobStore.OpenAsync(connection, new DatabaseOptions(), ct));
        await opened._store.OpenSessionAsync(
            new WorkerSession
            {
                Id = opened._session,
                Worker = "bench",
                Host = "bench",
                Version = "1",
                Queues = ["bench"],
                Types = ["job", "held", "load"],
            },
            TimeSpan.FromHours(6), ct);
        return opened;
    }

    /// <summary>So many jobs wait in the lane itself.</summary>
    public async Task FillAsync(int waiting, CancellationToken ct)
    {
        await FillAsync("job", null, null, waiting, ct);
        await SettleAsync(ct);
    }

    /// <summary>So many wait behind a paused type, and some in the lane.</summary>
    public async Task FillHeldAsync(int waiting, int open, CancellationToken ct)
    {
        await FillAsync("held", null, null, waiting, ct);
        await _store.HoldAsync(new Hold { Kind = HoldKind.Type, Name = "held" }, ct);
        await FillAsync(open, ct);
    }

    /// <summary>So many are of a user whose limit is reached, some of another; all in the lane.</summary>
    public async Task FillCappedAsync(int waiting, int open, CancellationToken ct)
    {
        await _store.SetLimitAsync(new Limit { Scope = LimitScope.User, Most = 10 }, ct);
        await FillAsync("job", "ann", null, 10, ct);
        var running = await _store.ClaimAsync(new ClaimRequest(_session, _ids.NewGuid(), Open, 10, 1), ct);
        if (running.Count != 10)
            throw new InvalidOperationException($"{running.Count} of 10 jobs could be claimed");
        var cap = await _store.Database.ListAsync(_book["FullCap"], [], row => row.GetString(0), ct);
        await FillAsync("job", "ann", cap[0], waiting, ct);
        await FillAsync("job", "bob", null, open, ct);
        await SettleAsync(ct);
    }

    /// <summary>A job of so many items, none of them begun.</summary>
    public async Task<JobId> AddAsync(int items, CancellationToken ct)
    {
        var id = _ids.NewJobId();
        await _store.EnqueueAsync(
            [
                new EnqueuedJob(id, new NewJob { Type = "held", Queue = "bench", Items = [new NewItem(null, "{}")] }, HasPlan: false,
                    HasFinish: false, Chunk: 100, MaxAttempts: 4),
            ], ct);
        for (var first = 1; first <= items; first += AtOnce)
        {
            Arg[] args = [Arg.Of("id", id.Value), Arg.Of("first", first), Arg.Of("last", Math.Min(items, first + AtOnce - 1))];
            await _store.Database.RunAsync(_book["FillItems"], args, ct);
        }

        await _store.Database.RunAsync(_book["GrowJob"], [Arg.Of("id", id.Value), Arg.Of("count", items)], ct);
        return id;
    }

    /// <summary>Looks for lanes and claims one chunk, as an idle worker does, then ends it.</summary>
    /// <returns>How long lanes and claim took.</returns>
    public async Task<TimeSpan> ClaimAsync(CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        await _store.LanesAsync(["bench"], ct);
        var chunks = await _store.ClaimAsync(new ClaimRequest(_session, _ids.NewGuid(), Open, 1, 1), ct);
        var took = TimeProvider.System.GetElapsedTime(start);
        await _store.FinishAsync(
            [
                .. chunks.Select(chunk => new FinishedChunk(
                    chunk.Key, [new ItemOutcome { No = 1, State = ItemState.Completed }], [], [], new ChunkUsage(TimeSpan.Zero))),
            ], ct);
        return chunks.Count == 1 ? took : throw new InvalidOperationException("There was nothing to claim.");
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task FillAsync(string type, string? by, string? parked, int count, CancellationToken ct)
    {
        var (start, salt) = (await _store.NowAsync(ct), ++_salt);
        for (var first = 1; first <= count; first += AtOnce)
        {
            Arg[] args =
            [
                Arg.Of("start", start), Arg.Of("salt", salt), Arg.Of("first", first),
                Arg.Of("last", Math.Min(count, first + AtOnce - 1)), Arg.Of("type", type), Arg.Of("by", by), Arg.Of("parked", parked),
            ];
            await _store.Database.RunAsync(_book["FillLane"], args, ct);
        }
    }

    private async Task SettleAsync(CancellationToken ct)
    {
        while (await _store.FoldStatsAsync(ct))
        {
            // a batch of moves at a time
        }

        await _store.Database.RunAsync(_book["Analyze"], [], ct);
    }
}
