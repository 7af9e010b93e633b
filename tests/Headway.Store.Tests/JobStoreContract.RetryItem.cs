using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task failed_item_is_given_another_life()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 2 ? ItemState.Failed : ItemState.Completed);
        var started = (await JobAsync(id)).StartedAt;
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 2, "ann", Ct));
        Assert.True(await JobAsync(id) is
        {
            Phase: JobPhase.Work,
            Status: JobStatus.Running,
            Control: JobControl.Run,
            Generation: 2,
            FinishedAt: null,
            Counts: { Total: 3, Completed: 2, Failed: 0, Due: 1 },
        } job && job.StartedAt == started);
        Assert.True(await ItemAsync(id, 2) is { State: ItemState.Ready, Attempts: 0, Fault: null, FinishedAt: null });

        var chunk = await ClaimOneAsync(session);
        Assert.Equal((2, 1, 2), (chunk.Key.Lo, chunk.Number, chunk.Generation));
        Assert.True(await FinishAsync(chunk));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts: { Completed: 3, Failed: 0 } });
        Assert.Equal([(1, 1), (2, 1)], (await _store.ListAttemptsAsync(id, 2, Ct)).Select(attempt => (attempt.Generation, attempt.Number)));
    }

    [Fact]
    public async Task failed_item_is_retried_while_the_job_still_runs()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 2);
        await FinishAsync(chunks[0], ItemState.Failed);
        var failed = chunks[0].Key.Lo;
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, failed, null, Ct));
        Assert.True(await JobAsync(id) is { Counts: { Running: 1, Due: 1, Fresh: 1, Failed: 0 }, Generation: 2 });
        Assert.True(await FinishAsync(chunks[1]));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Completed: 3 });
    }

    [Fact]
    public async Task simple_job_is_given_another_life()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.True(await JobAsync(id) is
        {
            Simple: true, Fault: null, Result: null, FinishedAt: null, Generation: 2,
            Counts: { Failed: 0, Due: 1 }
        });
        Assert.Null((await ItemAsync(id, 1)).Fault);
        var again = await ClaimOneAsync(session);
        Assert.Equal((1, 2), (again.Number, again.Generation));
        Assert.True(await FinishAsync(again));
        AssertJson("""{"out":1}""", (await JobAsync(id)).Result);
    }

    [Fact]
    public async Task item_of_a_cancelled_job_is_retried_alone()
    {
        var id = await EnqueueAsync(NewJob(items: 5));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 3);
        await _store.FinishAsync([Ended(chunks[0]), Ended(chunks[1], _ => ItemState.Retrying)], Ct);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, 5, null, Ct));
        Assert.False(await FinishAsync(chunks[2]));

        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 5, "ann", Ct));
        Assert.True(await JobAsync(id) is
        {
            Control: JobControl.Run,
            Phase: JobPhase.Work,
            FinishedAt: null,
            Counts: { Completed: 1, Cancelled: 3, Due: 1, Waiting: 0, Fresh: 0 },
        });
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(0, (await _store.PromoteAsync(Ct)).Count);
        var only = Assert.Single(await ClaimAsync(session, max: 10));
        Assert.Equal((5, 5), (only.Key.Lo, only.Key.Hi));
        Assert.True(await FinishAsync(only));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts: { Completed: 2, Cancelled: 3 } });
        Assert.Equal(
            [ItemState.Completed, ItemState.Cancelled, ItemState.Cancelled, ItemState.Cancelled, ItemState.Completed],
                await StatesAsync(id));
    }

    [Fact]
    public async Task second_item_of_a_cancelled_job_may_follow()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 3, null, Ct));
        Assert.Equal([ItemState.Ready, ItemState.Cancelled, ItemState.Ready], await StatesAsync(id));
        await WorkOffAsync(await SessionAsync());
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts: { Completed: 2, Cancelled: 1 } });
    }

    [Fact]
    public async Task cancelled_simple_job_is_given_another_life()
    {
        var id = await EnqueueAsync(NewJob());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Queued, Control: JobControl.Run, Counts: { Cancelled: 0, Due: 1 } });
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task failed_plan_is_retried_and_goes_on_where_it_stopped()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await FinishAsync(plan, ItemState.Failed);
        await WorkOffAsync(session);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 0, null, Ct));
        Assert.True(
            await JobAsync(id) is { Phase: JobPhase.Work, Planned: false, Fault: null, Generation: 2, Counts: { Total: 2, Completed: 2 } });
        var again = await ClaimOneAsync(session);
        Assert.True(again is { Kind: ChunkKind.Plan, Number: 1, Total: 2, Generation: 2 });
        Assert.Equal(3, await _store.PlanAsync(again.Key, NewItems(3, 1), Ct));
        await FinishAsync(again);
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Completed: 3 } job && job.Result is not null);
    }

    [Fact]
    public async Task failed_finish_is_retried()
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: true));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 2 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal(JobStatus.Failed, (await JobAsync(id)).Status);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 2, null, Ct));
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Finish, Fault: null, Counts: { Total: 1, Completed: 1, Due: 0 } });
        var finish = await ClaimOneAsync(session);
        Assert.True(finish is { Kind: ChunkKind.Finish, Number: 1, Generation: 2 });
        Assert.True(await FinishAsync(finish));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Fault: null } job && job.Result is not null);
    }

    [Fact]
    public async Task finish_part_runs_again_after_a_retried_item()
    {
        var id = await EnqueueAsync(NewJob(items: 2, finish: true));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 1 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.Null((await JobAsync(id)).Result);
        Assert.Equal(ItemState.Blocked, (await ItemAsync(id, 3)).State);
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.True(await ItemAsync(id, 3) is { State: ItemState.Ready, Attempts: 0 });
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.Empty(await ClaimAsync(session));
        AssertJson("""{"out":3}""", (await JobAsync(id)).Result);
        Assert.Equal([1, 2], (await _store.ListAttemptsAsync(id, 3, Ct)).Select(attempt => attempt.Generation));
    }

    [Fact]
    public async Task item_that_is_not_failed_or_cancelled_is_not_retried()
    {
        var id = await EnqueueAsync(NewJob(items: 5));
        var chunks = await ClaimAsync(await SessionAsync(), max: 4);
        await _store.FinishAsync(
            [Ended(chunks[0]), Ended(chunks[1], _ => ItemState.Skipped), Ended(chunks[2], _ => ItemState.Retrying)], Ct);
        var before = await JobAsync(id);
        for (var no = 1; no <= 5; no++)
            Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, no, null, Ct));
        foreach (var no in (int[])[-1, 0, 6, 1000])
            Assert.Equal(ControlResult.NotFound, await _store.RetryItemAsync(id, no, null, Ct));
        AssertSame(before, await JobAsync(id));
    }

    [Fact]
    public async Task item_is_not_retried_while_the_finish_part_is_under_way()
    {
        var id = await EnqueueAsync(NewJob(items: 2, finish: true));
        var session = await SessionAsync();
        await _store.FinishAsync([.. (await ClaimAsync(session, max: 2)).Select(chunk => Ended(chunk, _ => ItemState.Failed))], Ct);
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, 1, null, Ct));
        var finish = await ClaimOneAsync(session);
        Assert.Equal(ControlResult.Refused, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.True(await FinishAsync(finish));
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
    }

    [Fact]
    public async Task job_that_ended_while_paused_runs_again_after_a_retry()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        await FinishAsync(chunk, ItemState.Failed);
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        Assert.Equal(JobControl.Run, (await JobAsync(id)).Control);
        Assert.Single(await ClaimAsync(session));
    }
}
