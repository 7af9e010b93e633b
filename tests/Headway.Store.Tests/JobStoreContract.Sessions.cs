using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task session_is_listed_with_what_it_said_of_itself()
    {
        var now = await _store.NowAsync(Ct);
        var id = await SessionAsync("host/1");
        await AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.NotNull(await _store.BeatAsync(new Beat(id, Lease, Busy: 3, Cpu: 0.5, MemoryBytes: 5_000_000_000, Draining: true), Ct));
        var session = Assert.Single(await _store.ListSessionsAsync(Ct));
        var beat = now.AddSeconds(4);
        Assert.Equal((id, "host/1", "host", 1, "1.0", 4),
            (session.Id, session.Worker, session.Host, session.ProcessId, session.Version, session.Slots));
        Assert.Equal(["default"], session.Queues);
        Assert.Equal(["work"], session.Types);
        Assert.Equal((3, 0.5, 5_000_000_000, true), (session.Busy, session.Cpu, session.MemoryBytes, session.Draining));
        Assert.Equal((now, beat, beat + Lease, null), (session.StartedAt, session.BeatAt, session.ExpiresAt, session.EndedAt));
    }

    [Fact]
    public async Task beat_tells_how_far_its_machines_clock_is_off()
    {
        var id = await SessionAsync();
        Assert.Null(Assert.Single(await _store.ListSessionsAsync(Ct)).ClockSkew);
        var beat = new Beat(id, Lease, 0, null, 0, false) { ClockAt = await _store.NowAsync(Ct) + TimeSpan.FromSeconds(90) };
        Assert.NotNull(await _store.BeatAsync(beat, Ct));
        Assert.Equal(TimeSpan.FromSeconds(90), Assert.Single(await _store.ListSessionsAsync(Ct)).ClockSkew);
    }

    [Fact]
    public async Task sessions_are_listed_newest_first_until_an_hour_after_their_end()
    {
        var old = await SessionAsync("old", TimeSpan.FromHours(9));
        await AdvanceAsync(Tick);
        var young = await SessionAsync("young", TimeSpan.FromHours(9));
        Assert.Equal([young, old], (await _store.ListSessionsAsync(Ct)).Select(session => session.Id));
        await _store.CloseSessionAsync(old, Ct);
        await AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.NotNull((await _store.ListSessionsAsync(Ct))[1].EndedAt);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([young], (await _store.ListSessionsAsync(Ct)).Select(session => session.Id));
    }

    [Fact]
    public async Task beats_keep_a_session_alive()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        for (var i = 0; i < 5; i++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(15));
            Assert.Empty(Assert.IsAssignableFrom<IReadOnlyList<ChunkKey>>(await BeatAsync(session)));
            Assert.Equal(0, await _store.ReapAsync(Ct));
        }

        Assert.True(await FinishAsync(chunk));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task expired_session_is_never_revived()
    {
        var session = await SessionAsync();
        await AdvanceAsync(Lease + Tick);
        Assert.Null(await BeatAsync(session));
        Assert.Equal(0, await _store.ReapAsync(Ct));
        Assert.NotNull(Assert.Single(await _store.ListSessionsAsync(Ct)).EndedAt);
        Assert.Null(await BeatAsync(session));
        Assert.Null(await BeatAsync(_ids.NextCall()));
    }

    [Fact]
    public async Task closed_session_is_never_revived()
    {
        var session = await SessionAsync();
        await _store.CloseSessionAsync(session, Ct);
        Assert.Null(await BeatAsync(session));
        await _store.OpenSessionAsync(Session(session, "again"), Lease, Ct);
        Assert.Null(await BeatAsync(session));
    }

    [Fact]
    public async Task beat_tells_what_was_started_afresh_to_whoever_still_holds_it()
    {
        var job = await EnqueueAsync(NewJob(items: 2, chunk: 1));
        var (session, other) = (await SessionAsync(), await SessionAsync("other"));
        var (before, standing) = (await ClaimOneAsync(session), await ClaimOneAsync(session));
        Assert.Empty((await HoldingAsync(session, before.Key, standing.Key))!);

        await _store.ControlAsync(job, JobControl.Cancel, null, Ct);
        await _store.RestartAsync(job, null, Ct);
        var again = await ClaimOneAsync(other);
        Assert.Equal(before.Key.Lo, again.Key.Lo);
        var told = await HoldingAsync(session, before.Key, standing.Key);
        Assert.Equal([before.Key, standing.Key], told!.OrderBy(key => key.Lo));
        Assert.Empty((await HoldingAsync(other, again.Key))!);
        Assert.Empty((await BeatAsync(session))!);
    }

    [Fact]
    public async Task beat_tells_which_claims_to_let_go_of()
    {
        var cancelled = await EnqueueAsync(NewJob(items: 3, chunk: 2));
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var mine = await ClaimOneAsync(session);
        await ClaimOneAsync(session);
        var others = await ClaimOneAsync(await SessionAsync("other"));
        Assert.Equal(cancelled, others.Key.JobId);
        Assert.Empty((await BeatAsync(session))!);
        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        Assert.Equal([mine.Key], await BeatAsync(session));
        await _store.ReleaseAsync([mine.Key], Ct);
        Assert.Empty((await BeatAsync(session))!);
    }

    [Fact]
    public async Task closing_a_session_hands_back_what_it_holds()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.CloseSessionAsync(session, Ct);
        Assert.True(await JobAsync(id) is { Counts: { Running: 0, Due: 1, Fresh: 1 } });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, Attempts: 0 });
        Assert.Equal(AttemptOutcome.Released, Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct)).Outcome);
        Assert.False(await FinishAsync(chunk));
        await _store.CloseSessionAsync(session, Ct);
        Assert.Equal(1, (await ClaimOneAsync(await SessionAsync())).Number);
    }

    [Fact]
    public async Task released_chunk_keeps_its_span_and_its_number()
    {
        var id = await EnqueueAsync(NewJob(items: 4, chunk: 3));
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.ReleaseAsync([chunk.Key], Ct);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Running, Counts: { Running: 0, Due: 3, Fresh: 1 } });
        Assert.False(await FinishAsync(chunk));
        var before = await JobAsync(id);
        await _store.ReleaseAsync([chunk.Key], Ct);
        AssertSame(before, await JobAsync(id));
        var again = await ClaimOneAsync(session);
        Assert.Equal((1, 3, 1), (again.Key.Lo, again.Key.Hi, again.Number));
        Assert.True(await FinishAsync(again));
        Assert.Equal([(1, AttemptOutcome.Released), (1, AttemptOutcome.Completed)],
            (await _store.ListAttemptsAsync(id, 2, Ct)).Select(attempt => (attempt.Number, attempt.Outcome)));
    }

    [Fact]
    public async Task finish_and_plan_items_are_released_too()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true));
        var session = await SessionAsync();
        await _store.ReleaseAsync([(await ClaimOneAsync(session)).Key], Ct);
        Assert.Equal(ItemState.Ready, (await ItemAsync(id, 0)).State);
        await FinishAsync(await ClaimOneAsync(session));
        await _store.ReleaseAsync([(await ClaimOneAsync(session)).Key], Ct);
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Finish, Counts: { Total: 0, Due: 0, Running: 0 } });
        Assert.Equal(ItemState.Ready, (await ItemAsync(id, 1)).State);
        Assert.True(await ClaimOneAsync(session) is { Kind: ChunkKind.Finish, Number: 1 });
    }

    private ValueTask<IReadOnlyList<ChunkKey>?> HoldingAsync(Guid session, params ChunkKey[] held) =>
        _store.BeatAsync(new Beat(session, Lease, 1, null, 1000, Draining: false) { Held = held }, Ct);

    private ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Guid session) =>
        _store.BeatAsync(new Beat(session, Lease, 1, null, 1000, Draining: false), Ct);
}
