using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task retried_item_has_a_new_life_and_its_siblings_keep_theirs()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 2 ? ItemState.Failed : no == 3 ? ItemState.Retrying : ItemState.Completed);
        await _store.RetryItemAsync(id, 2, null, Ct);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        var lives = (await ClaimAsync(session, max: 10)).Select(chunk => (chunk.Key.Lo, chunk.Generation, chunk.Life, chunk.Items[0].Life));
        Assert.Equal([(2, 2, 1, 2), (3, 2, 1, 1)], lives.Order());
    }

    [Fact]
    public async Task plan_and_finish_have_lives_of_their_own()
    {
        var id = await EnqueueAsync(NewJob(plan: true, finish: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 1), Ct);
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        await _store.RetryItemAsync(id, 1, null, Ct);
        await FinishAsync(plan, ItemState.Retrying);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        var again = await ClaimOneAsync(session);
        Assert.True(again is { Kind: ChunkKind.Plan, Generation: 2, Life: 1 });
        await FinishAsync(again);
        await FinishAsync(await ClaimOneAsync(session));
        Assert.True(await ClaimOneAsync(session) is { Kind: ChunkKind.Finish, Generation: 2, Life: 2 });
    }

    [Fact]
    public async Task attempts_of_a_finish_item_are_not_those_of_an_item_that_got_its_number()
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: true));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => ItemState.Failed);
        await _store.RetryItemAsync(id, 1, null, Ct);
        await FinishAsync(Ended(await ClaimOneAsync(session)) with { FollowUps = NewItems(2, 1) });
        Assert.Empty(await _store.ListAttemptsAsync(id, 2, Ct));
        var finish = Assert.Single(await _store.ListAttemptsAsync(id, 3, Ct));
        Assert.True(finish is { No: 3, Outcome: AttemptOutcome.Failed, Fault.Message: "Item 2 broke.", Generation: 1 });
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        Assert.Equal(2, Assert.Single(await _store.ListAttemptsAsync(id, 2, Ct)).Generation);
    }

    [Theory]
    [InlineData(ItemState.Completed)]
    [InlineData(ItemState.Failed)]
    public async Task restarted_job_is_as_if_nothing_had_been(ItemState before)
    {
        var id = await EnqueueAsync(NewJob(items: 3, finish: true, chunk: 2));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => before);
        Assert.Equal(ControlResult.Done, await _store.RestartAsync(id, "ann", Ct));
        Assert.True(await JobAsync(id) is
        {
            Status: JobStatus.Queued,
            Generation: 2,
            BaseGeneration: 2,
            StartedAt: null,
            FinishedAt: null,
            Result: null,
            Fault: null,
            Counts: { Total: 3, Fresh: 3, Final: 0 },
        });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, Attempts: 0, Output: null, Fault: null, FinishedAt: null });
        Assert.Equal(ItemState.Blocked, (await ItemAsync(id, 4)).State);
        Assert.Equal([ItemState.Ready, ItemState.Ready, ItemState.Ready], await StatesAsync(id));
        Assert.True((await _store.ListHistoryAsync(id, Ct)) is [_, { Kind: JobEventKind.Restarted, Actor: "ann" }]);

        var first = (await ClaimAsync(session))[0];
        Assert.True(first is { Key: { Lo: 1, Hi: 2 }, Number: 1, Generation: 2, Life: 2 } && first.Items[1].Life == 2);
        await FinishAsync(Ended(first, no => no == 1 ? ItemState.Retrying : ItemState.Skipped));
        Assert.Equal([ItemState.Retrying, ItemState.Skipped, ItemState.Ready], await StatesAsync(id));
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Result: not null, Counts: { Completed: 2, Skipped: 1 } });
        Assert.Equal([1, 2, 2], (await _store.ListAttemptsAsync(id, 1, Ct)).Select(attempt => attempt.Generation));
    }

    [Fact]
    public async Task restarted_simple_job_runs_again()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        await WorkOffAsync(session);
        Assert.Equal(ControlResult.Done, await _store.RestartAsync(id, null, Ct));
        Assert.True(await JobAsync(id) is { Simple: true, Status: JobStatus.Queued, Result: null, Counts.Fresh: 1 });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, Output: null, Attempts: 0 });
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Generation: 2 });
    }

    [Fact]
    public async Task claims_of_before_a_restart_record_nothing_after_it()
    {
        var id = await EnqueueAsync(NewJob(items: 4, chunk: 2));
        var session = await SessionAsync();
        var old = await ClaimAsync(session, max: 2);
        Assert.Equal(ControlResult.Refused, await _store.RestartAsync(id, null, Ct));
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Done, await _store.RestartAsync(id, null, Ct));
        Assert.Equal([false, false], await _store.FinishAsync([.. old.Select(Ended)], Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Queued, Counts: { Fresh: 4, Running: 0 } });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await _store.ListAttemptsAsync(id, 3, Ct)).Outcome);
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Completed: 4 });
    }

    [Fact]
    public async Task restart_keeps_a_plan_that_was_made_and_drops_what_items_added()
    {
        var session = await SessionAsync();
        var planned = await EnqueueAsync(NewJob(plan: true));
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await FinishAsync(plan);
        await WorkOffAsync(session);
        await _store.RestartAsync(planned, null, Ct);
        Assert.True(await JobAsync(planned) is { Planned: true, Counts: { Total: 2, Fresh: 2 } });
        await WorkOffAsync(session);

        await _store.RestartAsync(planned, null, Ct);
        await FinishAsync(Ended(await ClaimOneAsync(session)) with { FollowUps = NewItems(3, 2) });
        await WorkOffAsync(session);
        Assert.Equal(4, (await JobAsync(planned)).Counts.Total);
        await _store.RestartAsync(planned, null, Ct);
        Assert.True(await JobAsync(planned) is { Planned: false, Counts.Total: 0, GivenItems: 0, Status: JobStatus.Queued });
        Assert.True(await ClaimOneAsync(session) is { Kind: ChunkKind.Plan, Total: 0, Life: 4 } again
            && await _store.PlanAsync(again.Key, NewItems(1, 1), Ct) == 1 && await FinishAsync(again));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(planned) is { Status: JobStatus.Completed, Counts: { Total: 1, Completed: 1 } });

        var given = await EnqueueAsync(NewJob(items: 2));
        await FinishAsync(Ended(await ClaimOneAsync(session)) with { FollowUps = NewItems(3, 1) });
        await WorkOffAsync(session);
        await _store.RestartAsync(given, null, Ct);
        Assert.True(await JobAsync(given) is { Counts: { Total: 2, Fresh: 2 } });
        Assert.Null(await _store.GetItemAsync(given, 3, Ct));
    }

    [Fact]
    public async Task restart_after_a_cancel_leaves_no_old_span_behind()
    {
        var id = await EnqueueAsync(NewJob(items: 3));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        await _store.RestartAsync(id, null, Ct);
        Assert.True(await JobAsync(id) is { Control: JobControl.Run, Counts: { Waiting: 0, Fresh: 3 } });
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(0, (await _store.PromoteAsync(Ct)).Count);
        await WorkOffAsync(session);
        Assert.Equal(3, (await JobAsync(id)).Counts.Completed);
        Assert.Equal(ControlResult.NotFound, await _store.RestartAsync(_ids.NextJob(), null, Ct));
    }

    [Fact]
    public async Task restart_costs_the_same_for_many_items()
    {
        var id = await EnqueueAsync(NewJob(items: 5000, chunk: 1000));
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(ControlResult.Done, await _store.RestartAsync(id, null, Ct));
        Assert.True(await JobAsync(id) is { Counts: { Total: 5000, Fresh: 5000 } });
        var ready = await _store.ListItemsAsync(id, new ItemFilter { States = [ItemState.Ready] }, new PageRequest(1000), Ct);
        Assert.Equal(1000, ready.Rows.Count);
    }

    [Fact]
    public async Task whatever_failed_is_retried_in_place_as_one_generation()
    {
        var id = await EnqueueAsync(NewJob(items: 5, finish: true));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no is 2 or 4 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal((ControlResult.Done, 2), await _store.RetryFailedAsync(id, "ann", Ct));
        var counts = new { Failed = 0, Due = 2, Completed = 3 };
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Work, Generation: 2, Result: null } reopened
            && new { reopened.Counts.Failed, reopened.Counts.Due, reopened.Counts.Completed }.Equals(counts));
        Assert.Equal([(2, 1, 2), (4, 1, 2)],
            (await ClaimAsync(session, max: 10)).Select(chunk => (chunk.Key.Lo, chunk.Number, chunk.Items[0].Life)).Order());
        Assert.Equal((ControlResult.Done, 0), await _store.RetryFailedAsync(id, "ann", Ct));
        Assert.Equal((ControlResult.NotFound, 0), await _store.RetryFailedAsync(_ids.NextJob(), null, Ct));
        Assert.Equal(2, (await _store.ListHistoryAsync(id, Ct)).Count);
    }

    [Fact]
    public async Task failed_plan_finish_and_simple_job_are_retried_with_whatever_failed()
    {
        var session = await SessionAsync();
        var simple = await EnqueueAsync(NewJob());
        await WorkOffAsync(session, _ => ItemState.Failed);
        Assert.Equal((ControlResult.Done, 1), await _store.RetryFailedAsync(simple, null, Ct));
        Assert.True(await JobAsync(simple) is { Fault: null, Counts: { Failed: 0, Due: 1 } });
        await WorkOffAsync(session);

        var planned = await EnqueueAsync(NewJob(plan: true));
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await FinishAsync(plan, ItemState.Failed);
        await WorkOffAsync(session, no => no == 1 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal((ControlResult.Done, 2), await _store.RetryFailedAsync(planned, null, Ct));
        Assert.True(await JobAsync(planned) is { Planned: false, Fault: null, Counts: { Due: 1, Completed: 1 } });
        await WorkOffAsync(session);
        Assert.Equal(JobStatus.Completed, (await JobAsync(planned)).Status);

        var finished = await EnqueueAsync(NewJob(items: 1, finish: true));
        await WorkOffAsync(session, no => no == 2 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal((ControlResult.Done, 1), await _store.RetryFailedAsync(finished, null, Ct));
        Assert.Equal(JobPhase.Finish, (await JobAsync(finished)).Phase);
    }

    [Fact]
    public async Task item_is_retried_with_another_input()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        await WorkOffAsync(session, no => no == 1 ? ItemState.Failed : ItemState.Completed);
        Assert.Equal(ControlResult.Refused, await _store.RetryWithInputAsync(id, 2, "{}", null, Ct));
        Assert.Equal(ControlResult.Done, await _store.RetryWithInputAsync(id, 1, """{"force":true}""", "ann", Ct));
        AssertJson("""{"force":true}""", (await ClaimOneAsync(session)).Items[0].Input);
    }

    [Fact]
    public async Task failed_item_is_skipped_by_a_person()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await WorkOffAsync(await SessionAsync(), _ => ItemState.Failed);
        Assert.Equal(ControlResult.Done, await _store.SkipItemAsync(id, 2, "A copy of item 1.", "ann", Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Generation: 1, Counts: { Failed: 1, Skipped: 1 } });
        Assert.True(await ItemAsync(id, 2) is
        {
            State: ItemState.Skipped, Attempts: 1,
            Fault: { Code: "skipped_by_person", Message: "A copy of item 1." }
        });
        Assert.Equal(JobEventKind.Skipped, (await _store.ListHistoryAsync(id, Ct))[^1].Kind);
        Assert.Equal(ControlResult.Refused, await _store.SkipItemAsync(id, 2, "again", "ann", Ct));
        Assert.Equal(ControlResult.NotFound, await _store.SkipItemAsync(id, 9, "none", "ann", Ct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task waiting_item_that_is_skipped_may_be_the_last(bool finish)
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: finish));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        Assert.Equal(ControlResult.Done, await _store.SkipItemAsync(id, 1, "No longer wanted.", null, Ct));
        var phase = finish ? JobPhase.Finish : JobPhase.Final;
        Assert.True(await JobAsync(id) is { Counts: { Waiting: 0, Skipped: 1 } } job && job.Phase == phase);
        await WorkOffAsync(session);
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task item_in_the_middle_of_what_was_handed_back_is_skipped_alone()
    {
        var id = await EnqueueAsync(NewJob(items: 5, chunk: 3));
        var session = await SessionAsync();
        await _store.ReleaseAsync([(await ClaimOneAsync(session)).Key], Ct);
        Assert.Equal(ControlResult.Refused, await _store.SkipItemAsync(id, 4, "It has not been begun.", null, Ct));
        Assert.Equal(ControlResult.Done, await _store.SkipItemAsync(id, 2, "Not this one.", null, Ct));
        Assert.Equal([ItemState.Ready, ItemState.Skipped, ItemState.Ready, ItemState.Ready, ItemState.Ready], await StatesAsync(id));
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts: { Completed: 4, Skipped: 1 } });
    }

    [Fact]
    public async Task simple_job_that_waits_is_skipped()
    {
        var id = await EnqueueAsync(NewJob());
        await FinishAsync(await ClaimOneAsync(await SessionAsync()), ItemState.Retrying);
        Assert.Equal(ControlResult.Done, await _store.SkipItemAsync(id, 1, "Never mind.", null, Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Fault: null, Counts.Skipped: 1 });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Skipped, Fault.Message: "Never mind." });
    }

    [Fact]
    public async Task job_knows_what_it_was_made_from_and_lists_find_it()
    {
        var old = await EnqueueAsync(NewJob());
        var made = NewJob();
        made = made with { Job = made.Job with { Origin = new JobOrigin(JobOriginKind.RunAgain, old), DryRun = true } };
        await EnqueueAsync(made);
        Assert.True(await JobAsync(made.Id) is { DryRun: true, Origin: { Kind: JobOriginKind.RunAgain } origin } && origin.Job == old);
        Assert.Null((await JobAsync(old)).Origin);
        var found = await _store.ListJobsAsync(new JobFilter { Origin = old }, new PageRequest(10), Ct);
        Assert.Equal(made.Id, Assert.Single(found.Rows).Id);
    }

    [Fact]
    public async Task plan_of_a_dry_run_gives_the_result()
    {
        var job = NewJob(plan: true);
        job = job with { Job = job.Job with { DryRun = true } };
        var id = await EnqueueAsync(job);
        var plan = await ClaimOneAsync(await SessionAsync());
        Assert.True(plan.DryRun);
        await FinishAsync(plan);
        AssertJson("""{"out":0}""", (await JobAsync(id)).Result);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Total: 0 });
    }

    [Fact]
    public async Task lists_give_inputs_where_they_are_asked_for()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await WorkOffAsync(await SessionAsync());
        var filter = new ItemFilter { States = [ItemState.Completed], WithInputs = true };
        var rows = (await _store.ListItemsAsync(id, filter, new PageRequest(10), Ct)).Rows;
        AssertJson("""{"no":2}""", rows[1].Input);
        AssertJson("""{"out":2}""", rows[1].Output);
    }
}
