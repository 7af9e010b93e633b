using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task items_can_be_worked_while_planning_goes_on()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        Assert.Equal(2, await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is
        {
            Planned: false, Phase: JobPhase.Work, Status: JobStatus.Preparing,
            Counts: { Total: 2, Completed: 2 }
        });

        Assert.Equal(3, await _store.PlanAsync(plan.Key, NewItems(3, 1), Ct));
        Assert.True(await FinishAsync(plan));
        Assert.True(await JobAsync(id) is { Planned: true, Status: JobStatus.Running, Counts: { Total: 3, Fresh: 1 } });
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Completed: 3, Percent: 100 });
        Assert.Equal(ItemState.Completed, (await ItemAsync(id, 0)).State);
    }

    [Fact]
    public async Task job_ends_with_its_plan_where_all_items_have_outcomes_already()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await WorkOffAsync(session);
        Assert.True(await FinishAsync(plan));
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Final, Status: JobStatus.Completed });
    }

    [Fact]
    public async Task plan_without_items_completes_the_job()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var plan = await ClaimOneAsync(await SessionAsync());
        Assert.Equal(0, await _store.PlanAsync(plan.Key, [], Ct));
        Assert.True(await FinishAsync(plan));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Planned: true, Counts.Total: 0, Percent: 100 });
    }

    [Fact]
    public async Task large_plan_is_stored_page_by_page()
    {
        var id = await EnqueueAsync(NewJob(plan: true, chunk: 1000));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        Assert.Equal(5000, await _store.PlanAsync(plan.Key, NewItems(1, 5000), Ct));
        Assert.Equal(5007, await _store.PlanAsync(plan.Key, NewItems(5001, 7), Ct));
        AssertJson("""{"no":5007}""", (await ItemAsync(id, 5007)).Input);
        var chunks = await ClaimAsync(session, max: 10);
        Assert.Equal([(1, 1000), (1001, 2000), (2001, 3000), (3001, 4000), (4001, 5000), (5001, 5007)],
            chunks.Select(chunk => (chunk.Key.Lo, chunk.Key.Hi)).Order());
        Assert.Equal(5007, chunks.Sum(chunk => chunk.Items.Count));
    }

    [Fact]
    public async Task second_attempt_of_a_plan_is_told_how_many_items_the_first_added()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var first = await SessionAsync();
        var plan = await ClaimOneAsync(first);
        await _store.PlanAsync(plan.Key, NewItems(1, 3), Ct);
        await AdvanceAsync(Lease + Tick);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        Assert.Null(await _store.PlanAsync(plan.Key, NewItems(4, 1), Ct));

        var again = await SuspectAsync(await SessionAsync());
        Assert.True(again is { Kind: ChunkKind.Plan, Number: 2, Total: 3 });
        Assert.Equal(5, await _store.PlanAsync(again.Key, NewItems(4, 2), Ct));
        Assert.True(await FinishAsync(again));
        Assert.Equal(5, (await JobAsync(id)).Counts.Total);
    }

    [Fact]
    public async Task follow_ups_are_not_among_the_items_a_second_plan_skips()
    {
        await EnqueueAsync(NewJob(plan: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 1), Ct);
        var work = await ClaimOneAsync(session);
        Assert.True(await FinishAsync(Ended(work) with { FollowUps = NewItems(100, 2) }));
        await _store.ReleaseAsync([plan.Key], Ct);
        var again = await ClaimOneAsync(session);
        Assert.True(again is { Kind: ChunkKind.Plan, Total: 1 });
        Assert.Equal(4, await _store.PlanAsync(again.Key, NewItems(2, 1), Ct));
    }

    [Fact]
    public async Task cancelling_stops_a_plan()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var plan = await ClaimOneAsync(await SessionAsync());
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Null(await _store.PlanAsync(plan.Key, NewItems(3, 2), Ct));
        Assert.False(await FinishAsync(plan));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Cancelled, Counts: { Total: 2, Cancelled: 2 } });
        Assert.Equal(ItemState.Cancelled, (await ItemAsync(id, 0)).State);
    }

    [Fact]
    public async Task plan_that_failed_for_good_lets_its_items_end_and_then_fails_the_job_without_a_finish()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 1), Ct);
        Assert.True(await FinishAsync(plan, ItemState.Failed));
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Work, Counts.Fresh: 1, Fault.Code: "broken" });
        Assert.Null(await _store.PlanAsync(plan.Key, NewItems(2, 1), Ct));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is
        {
            Phase: JobPhase.Final, Status: JobStatus.Failed, Counts: { Total: 1, Completed: 1 },
            Fault.Code: "broken"
        });
        Assert.True(await ItemAsync(id, 0) is { State: ItemState.Failed, Fault.Message: "Item 0 broke." });
    }

    [Fact]
    public async Task plan_that_failed_before_any_item_fails_the_job_at_once()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        Assert.True(await FinishAsync(await ClaimOneAsync(await SessionAsync()), ItemState.Failed));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Failed, Fault.Code: "broken", Counts.Total: 0 });
    }

    [Fact]
    public async Task plan_is_retried_later_while_its_items_run()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 1), Ct);
        Assert.True(await FinishAsync(plan, ItemState.Retrying));
        Assert.True(await ItemAsync(id, 0) is { State: ItemState.Retrying, Attempts: 1 });
        Assert.Equal(JobStatus.Running, (await JobAsync(id)).Status);
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Retrying, Planned: false });
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(new Promotion(1, null), await _store.PromoteAsync(Ct));
        var again = await ClaimOneAsync(session);
        Assert.True(again is { Kind: ChunkKind.Plan, Number: 2, Total: 1 });
        Assert.True(await FinishAsync(again));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }
}
