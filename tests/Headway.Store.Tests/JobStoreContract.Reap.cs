using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task reaped_items_run_again_alone_with_the_attempt_charged()
    {
        var id = await EnqueueAsync(NewJob(items: 4, chunk: 3));
        var chunk = await ClaimOneAsync(await SessionAsync("dead"));
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.Equal(0, await _store.ReapAsync(Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Running, Counts: { Running: 0, Due: 0, Waiting: 3, Fresh: 1 } });
        Assert.True(await ItemAsync(id, 2) is { State: ItemState.Retrying, Attempts: 1, DueAt: null, Crashes: 0 });
        var attempt = Assert.Single(await _store.ListAttemptsAsync(id, 2, Ct));
        Assert.True(attempt is { Outcome: AttemptOutcome.Lost, Number: 1, Worker: "dead" });
        Assert.False(await FinishAsync(chunk));

        var busy = await SessionAsync();
        Assert.Equal((4, 1), await ClaimOneAsync(busy) is var fresh ? (fresh.Key.Lo, fresh.Number) : default);
        Assert.Null(await SuspectAsync(busy));
        var idle = await SessionAsync();
        for (var no = 1; no <= 3; no++)
        {
            var again = await SuspectAsync(idle);
            Assert.Equal((no, no, 2, $"item {no}"), (again!.Key.Lo, again.Key.Hi, again.Number, again.Items[0].Name));
            Assert.Null(await SuspectAsync(idle));
            Assert.True(await FinishAsync(again));
        }

        Assert.False(await _store.SuspectsWaitAsync(["default"], ["work"], Ct));
    }

    [Fact]
    public async Task reaped_item_with_no_attempts_left_is_failed()
    {
        var id = await EnqueueAsync(NewJob(items: 2, maxAttempts: 2));
        for (var i = 0; i < 2; i++)
        {
            var session = await SessionAsync();
            var chunk = i == 0 ? await ClaimOneAsync(session) : await SuspectAsync(session);
            Assert.Equal((1, i + 1), (chunk!.Key.Lo, chunk.Number));
            await AdvanceAsync(Lease + Tick);
            Assert.Equal(1, await _store.ReapAsync(Ct));
        }

        Assert.True(await JobAsync(id) is { Phase: JobPhase.Work, Counts: { Failed: 1, Fresh: 1, Due: 0 } });
        Assert.True(
            await ItemAsync(id, 1) is { State: ItemState.Failed, Attempts: 2, Fault: { Code: "worker_lost", Class: FaultClass.Poison } });
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
    }

    [Fact]
    public async Task reaping_the_last_item_ends_the_job_or_opens_its_finish()
    {
        var simple = await EnqueueAsync(NewJob(maxAttempts: 1));
        var batch = await EnqueueAsync(NewJob(items: 1, maxAttempts: 1, finish: true));
        var dead = await SessionAsync();
        await ClaimOneAsync(dead);
        await ClaimOneAsync(dead);
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(2, await _store.ReapAsync(Ct));
        Assert.True(
            await JobAsync(simple) is { Phase: JobPhase.Final, Status: JobStatus.Failed, Fault.Code: "worker_lost", FinishedAt: not null });
        Assert.True(await JobAsync(batch) is { Phase: JobPhase.Finish, Counts.Failed: 1 });
        Assert.Equal(ChunkKind.Finish, (await ClaimOneAsync(await SessionAsync())).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task plan_and_finish_items_are_reaped(bool plan)
    {
        var id = await EnqueueAsync(NewJob(plan: plan, finish: !plan, items: plan ? null : 1, maxAttempts: 2));
        if (!plan)
            await FinishAsync(await ClaimOneAsync(await SessionAsync()));
        var no = plan ? 0 : 2;
        await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.True(await ItemAsync(id, no) is { State: ItemState.Retrying, Attempts: 1, Crashes: 1 });
        var alone = await SuspectAsync(await SessionAsync());
        Assert.Equal((2, plan ? ChunkKind.Plan : ChunkKind.Finish), (alone!.Number, alone.Kind));
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.True(await ItemAsync(id, no) is { State: ItemState.Failed, Attempts: 2, Fault.Code: "worker_lost" });
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Final, Status: JobStatus.Failed, Fault.Code: "worker_lost" });
    }

    [Fact]
    public async Task reaping_frees_claims_of_cancelled_jobs()
    {
        var id = await EnqueueAsync(NewJob(items: 2, chunk: 2));
        await ClaimOneAsync(await SessionAsync());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        var before = await JobAsync(id);
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        AssertSame(before, await JobAsync(id));
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct)).Outcome);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
    }

    [Fact]
    public async Task reaping_leaves_the_living_alone()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await ClaimOneAsync(await SessionAsync("short", TimeSpan.FromSeconds(5)));
        var living = await ClaimOneAsync(await SessionAsync("long", TimeSpan.FromMinutes(5)));
        await AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.True(await JobAsync(id) is { Counts: { Running: 1, Waiting: 1 } });
        Assert.True(await FinishAsync(living));
        var sessions = await _store.ListSessionsAsync(Ct);
        Assert.Equal(("long", null), (sessions[0].Worker, sessions[0].EndedAt));
        Assert.NotNull(sessions[1].EndedAt);
    }

    [Fact]
    public async Task paused_job_is_reaped_and_stays_paused()
    {
        var id = await EnqueueAsync(NewJob());
        await ClaimOneAsync(await SessionAsync());
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Paused, Counts.Waiting: 1 });
        Assert.False(await _store.SuspectsWaitAsync(["default"], ["work"], Ct));
        Assert.Null(await SuspectAsync(await SessionAsync()));
    }

    [Fact]
    public async Task outcome_of_an_expired_session_counts_until_it_is_reaped()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(Lease + Tick);
        Assert.True(await FinishAsync(chunk));
        Assert.Equal(0, await _store.ReapAsync(Ct));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }
}
