using System.Collections.Concurrent;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>
/// I10: what runs never exceeds a limit, at any instant, with many sessions claiming, ending, handing back, dying and being cancelled.
/// </summary>
[Collection("postgres")]
public sealed class LimitConcurrencyTests
{
    private const int Claimers = 8;
    private static readonly Lane[] Lanes = [new("default", "work", "a"), new("default", "work", "b"), new("default", "mail", "a")];
    private readonly CallNumbers _ids = new();
    private readonly ConcurrentQueue<Guid> _calls = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LimitUnit.Slots)]
    [InlineData(LimitUnit.Jobs)]
    public async Task no_limit_is_exceeded_by_many_sessions(LimitUnit unit)
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        var limits = (ILimitStore)under.Store;
        await limits.SetLimitAsync(new Limit { Scope = LimitScope.Global, Unit = unit, Most = 7 }, Ct);
        await limits.SetLimitAsync(new Limit { Scope = LimitScope.User, Unit = unit, Most = 2 }, Ct);
        await limits.SetLimitAsync(new Limit { Scope = LimitScope.Type, Name = "mail", Unit = unit, Most = 3 }, Ct);
        await under.Store.EnqueueAsync([.. Enumerable.Range(0, 720).Select(NewJob)], Ct);
        EnqueuedJob[] driven = [.. Enumerable.Range(0, 40).Select(NewJob).Select(job => job with
        {
            Job = job.Job with { Drive = JobDrive.Client },
            LetsEnd = true,
        })];
        await under.Store.EnqueueAsync(driven, Ct);
        foreach (var _ in Enumerable.Range(0, 20_000))
            _calls.Enqueue(_ids.NextCall());

        using var done = new CancellationTokenSource();
        var claimers = Task.WhenAll(Enumerable.Range(0, Claimers).Select(i => Task.Run(() =>
            WorkAsync(under.Store, i, [.. driven.Select(job => job.Id)], done.Token), Ct)));
        var watched = await WatchAsync(under, done);
        await claimers;

        Assert.True(watched.Looks > 20, $"looked {watched.Looks} times only");
        Assert.Equal((7, 2, 3), (Math.Max(7, watched.Global), Math.Max(2, watched.User), Math.Max(3, watched.Mail)));
        Assert.Equal(7, watched.Global); // the limit was reached, so it was tried
        await limits.KeepLimitsAsync(Ct);
        Assert.All(await limits.ListLimitUsesAsync(Ct), use => Assert.Equal(0, use.Used));
    }

    private static async Task<(int Looks, int Global, int User, int Mail)> WatchAsync(SqlUnderTest under, CancellationTokenSource done)
    {
        var seen = (Looks: 0, Global: 0, User: 0, Mail: 0);
        var book = TestBook.Of(under.Database.Dialect);
        var since = TimeProvider.System.GetTimestamp();
        while (!done.IsCancellationRequested)
        {
            var (running, user, mail, open) = await under.Database.FirstAsync(book["RunningNow"], [], row =>
                ((int)row.GetInt64(0), (int)row.GetInt64(1), (int)row.GetInt64(2), row.GetInt64(3)), Ct);
            seen = (seen.Looks + 1, Math.Max(seen.Global, running), Math.Max(seen.User, user), Math.Max(seen.Mail, mail));
            await under.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            await under.Store.ReapAsync(Ct);
            await ((ILimitStore)under.Store).KeepLimitsAsync(Ct);
            if (open == 0 || TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(60))
                done.Cancel();
        }

        return seen;
    }

    private async Task WorkAsync(IJobStore store, int number, JobId[] driven, CancellationToken done)
    {
        var random = new Random(number);
        var session = await OpenAsync(store, TimeSpan.FromHours(1));
        while (!done.IsCancellationRequested && _calls.TryDequeue(out var call))
        {
            var lane = Lanes[random.Next(Lanes.Length)];
            if (random.Next(3) == 0)
            {
                await DriveAsync(new ProcessRequest(driven[random.Next(driven.Length)], call.ToString("N"), session, call), store);
                continue;
            }

            if (random.Next(3) == 0)
            {
                await WorkSuspectAsync(session, call, store);
                continue;
            }

            var chunks = await store.ClaimAsync(new ClaimRequest(session, call, lane, random.Next(1, 6), 3), Ct);
            foreach (var chunk in chunks)
            {
                if (random.Next(15) == 0)
                    await store.ControlAsync(chunk.Key.JobId, JobControl.Cancel, null, Ct);
            }

            switch (random.Next(12))
            {
                case 0:
                    await store.ReleaseAsync([.. chunks.Select(chunk => chunk.Key)], Ct);
                    break;
                case 1:
                    await store.CloseSessionAsync(session, Ct);
                    session = await OpenAsync(store, TimeSpan.FromHours(1));
                    break;
                case 2:
                    await store.FinishAsync([.. chunks.Select(Done)], Ct);
                    Assert.True(_calls.TryDequeue(out var other));
                    var doomed = await OpenAsync(store, TimeSpan.FromSeconds(1)); // never heard of again: reaped
                    await store.ClaimAsync(new ClaimRequest(doomed, other, lane, 3, 3), Ct);
                    break;
                default:
                    await store.FinishAsync([.. chunks.Select(Done)], Ct);
                    break;
            }
        }

        await store.CloseSessionAsync(session, Ct);
    }

    private static async Task WorkSuspectAsync(Guid session, Guid call, IJobStore store)
    {
        var suspects = (ISuspectStore)store;
        if (await suspects.ClaimSuspectAsync(session, call, ["default"], [.. Lanes.Select(one => one.Type)], Ct) is { } suspect)
            await store.FinishAsync([Done(suspect)], Ct);
    }

    private static async Task DriveAsync(ProcessRequest request, IJobStore store)
    {
        var process = (IProcessStore)store;
        if ((await process.BeginProcessAsync(request, onlyFinish: false, Ct)).Chunk is { } chunk)
            await process.EndProcessAsync(request, Done(chunk), Ct);
    }

    private async Task<Guid> OpenAsync(IJobStore store, TimeSpan lease)
    {
        Assert.True(_calls.TryDequeue(out var id));
        await store.OpenSessionAsync(Session(id), lease, Ct);
        return id;
    }

    private EnqueuedJob NewJob(int no) => new(
        _ids.NextJob(),
        new NewJob
        {
            Type = no % 3 == 2 ? "mail" : "work",
            Org = no % 3 == 1 ? "b" : "a",
            CreatedBy = no % 5 == 0 ? null : $"user{no % 4}",
            Items = no % 2 == 0 ? null : [.. Enumerable.Range(1, 3).Select(item => new NewItem($"item {item}", null))],
        },
        HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 4);

    private static FinishedChunk Done(ClaimedChunk chunk) => new(
        chunk.Key, [.. chunk.Items.Select(item => new ItemOutcome { No = item.No, State = ItemState.Completed })], [], [], default);

    private static WorkerSession Session(Guid id) => new()
    {
        Id = id,
        Worker = "w",
        Host = "h",
        Version = "1",
        Queues = ["default"],
        Types = ["work"],
    };
}
