using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task outcomes_of_all_kinds_are_recorded_from_one_chunk()
    {
        var id = await EnqueueAsync(NewJob(items: 5, chunk: 4));
        var chunk = await ClaimOneAsync(await SessionAsync());
        ItemState[] states = [ItemState.Completed, ItemState.Skipped, ItemState.Failed, ItemState.Retrying];
        var ended = Ended(chunk, no => states[no - 1]);
        var reason = Broken(2) with { Class = FaultClass.Permanent, Code = "skipped", Message = "Nothing in it." };
        ended = ended with { Outcomes = [.. ended.Outcomes.Select(o => o.No == 2 ? o with { Fault = reason } : o)] };
        var now = await _store.NowAsync(Ct);
        Assert.True(await FinishAsync(ended));

        Assert.Equal([.. states, ItemState.Ready], await StatesAsync(id));
        Assert.True(await JobAsync(id) is
        {
            Status: JobStatus.Running,
            Phase: JobPhase.Work,
            Counts: { Total: 5, Running: 0, Due: 0, Waiting: 1, Completed: 1, Failed: 1, Skipped: 1, Cancelled: 0, Fresh: 1 },
            Fault: null,
        });
        var done = await ItemAsync(id, 1);
        AssertJson("""{"out":1}""", done.Output);
        Assert.True(done is { Attempts: 1, Fault: null } && done.FinishedAt == now);
        Assert.Equal("Nothing in it.", (await ItemAsync(id, 2)).Fault?.Message);
        Assert.Equal(Broken(3), (await ItemAsync(id, 3)).Fault);
        Assert.True(await ItemAsync(id, 4) is { Attempts: 1, Fault.Code: "broken", FinishedAt: null } retrying
            && retrying.DueAt == now.AddSeconds(10));
    }

    [Fact]
    public async Task job_ends_with_its_last_item()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Failed));
        var now = await _store.NowAsync(Ct);
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        var job = await JobAsync(id);
        Assert.True(
            job is { Phase: JobPhase.Final, Status: JobStatus.Completed, Counts: { Completed: 1, Failed: 1 }, Percent: 100, Fault: null });
        Assert.NotNull(job.FinishedAt);
        Assert.Equal(job.ActiveAt, job.FinishedAt);
        Assert.True(job.FinishedAt > now);
    }

    [Fact]
    public async Task job_whose_items_all_failed_has_failed()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await WorkOffAsync(await SessionAsync(), _ => ItemState.Failed);
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Final, Status: JobStatus.Failed, Counts.Failed: 2 });
    }

    [Fact]
    public async Task simple_job_has_its_items_result_or_fault()
    {
        var good = await EnqueueAsync(NewJob());
        var bad = await EnqueueAsync(NewJob());
        var skipped = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Failed));
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Skipped));

        var job = await JobAsync(good);
        Assert.True(job is { Status: JobStatus.Completed, Fault: null, Percent: 100 });
        AssertJson("""{"out":1}""", job.Result);
        AssertJson("""{"out":1}""", (await ItemAsync(good, 1)).Output);
        Assert.True(await JobAsync(bad) is { Status: JobStatus.Failed, Result: null } failed && failed.Fault == Broken(1));
        Assert.True(await ItemAsync(bad, 1) is { State: ItemState.Failed, Attempts: 1 } item && item.Fault == Broken(1));
        Assert.True(await JobAsync(skipped) is { Status: JobStatus.Completed, Counts.Skipped: 1, Fault: null });
    }

    [Fact]
    public async Task finish_item_runs_exactly_once_whatever_the_outcomes_were()
    {
        var id = await EnqueueAsync(NewJob(items: 3, finish: true));
        var session = await SessionAsync();
        await _store.FinishAsync([.. (await ClaimAsync(session, max: 3)).Select(chunk => Ended(chunk, _ => ItemState.Failed))], Ct);
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Finish, Status: JobStatus.Running, FinishedAt: null });
        Assert.Equal(ItemState.Ready, (await ItemAsync(id, 4)).State);
        var finish = Assert.Single(await ClaimAsync(session, max: 10));
        Assert.Equal(ItemState.Running, (await ItemAsync(id, 4)).State);
        Assert.True(await FinishAsync(finish));
        Assert.Empty(await ClaimAsync(session, max: 10));
        var job = await JobAsync(id);
        Assert.True(job is { Phase: JobPhase.Final, Status: JobStatus.Failed, Counts: { Total: 3, Failed: 3 } });
        AssertJson("""{"out":4}""", job.Result);
        Assert.Equal(ItemState.Completed, (await ItemAsync(id, 4)).State);
        Assert.Equal(3, (await StatesAsync(id)).Length);
    }

    [Fact]
    public async Task job_whose_finish_failed_has_failed()
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: true));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session));
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Finish, Status: JobStatus.Retrying, Fault: null });
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        var again = await ClaimOneAsync(session);
        Assert.True(again is { Kind: ChunkKind.Finish, Number: 2 });
        await FinishAsync(again, ItemState.Failed);
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Final, Status: JobStatus.Failed, Counts.Completed: 1, Fault.Code: "broken" });
        Assert.True(await ItemAsync(id, 2) is { State: ItemState.Failed, Attempts: 2 });
    }

    [Fact]
    public async Task chunk_is_finished_once_only()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var chunk = await ClaimOneAsync(await SessionAsync());
        Assert.True(await FinishAsync(Ended(chunk) with { Effects = [_under.Writes("once")] }));
        var before = await JobAsync(id);
        Assert.False(await FinishAsync(Ended(chunk, _ => ItemState.Failed) with { Effects = [_under.Writes("twice")] }));
        AssertSame(before, await JobAsync(id));
        Assert.Equal(["once"], await _under.RowsAsync());
        Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct));
    }

    [Fact]
    public async Task claim_of_somebody_else_gives_no_right()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        var forged = chunk with { Key = chunk.Key with { Call = _ids.NextCall() } };
        Assert.False(await FinishAsync(forged));
        await _store.ReleaseAsync([forged.Key], Ct);
        Assert.True(await JobAsync(id) is { Counts.Running: 1 });
        Assert.True(await FinishAsync(chunk));
    }

    [Fact]
    public async Task late_chunk_is_refused_after_its_items_were_taken_back()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        await AdvanceAsync(Lease + Tick);
        await _store.ReapAsync(Ct);
        Assert.False(await FinishAsync(Ended(chunk) with { Effects = [_under.Writes("late")], FollowUps = NewItems(1, 1) }));
        Assert.True(await JobAsync(id) is { Counts: { Total: 1, Waiting: 1 }, Simple: true });
        var again = await SuspectAsync(await SessionAsync());
        Assert.False(await FinishAsync(chunk));
        Assert.True(await FinishAsync(again!));
        Assert.Empty(await _under.RowsAsync());
    }

    [Fact]
    public async Task chunk_of_a_cancelled_job_is_refused_and_its_claim_freed()
    {
        var id = await EnqueueAsync(NewJob(items: 2, chunk: 2));
        var chunk = await ClaimOneAsync(await SessionAsync("w1"));
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        var before = await JobAsync(id);
        Assert.False(await FinishAsync(Ended(chunk) with { Effects = [_under.Writes("no")], FollowUps = NewItems(1, 1) }));
        AssertSame(before, await JobAsync(id));
        Assert.Equal([ItemState.Cancelled, ItemState.Cancelled], await StatesAsync(id));
        var attempt = Assert.Single(await _store.ListAttemptsAsync(id, 2, Ct));
        Assert.True(attempt is { Outcome: AttemptOutcome.Cancelled, Number: 1, Worker: "w1", Fault: null });
        Assert.Empty(await _under.RowsAsync());
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
    }

    [Fact]
    public async Task each_chunk_of_a_group_is_judged_by_itself()
    {
        var cancelled = await EnqueueAsync(NewJob());
        var good = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        var a = await ClaimOneAsync(session);
        var b = await ClaimAsync(session, max: 2);
        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        var gone = Ended(b[1]);
        Assert.True(await FinishAsync(gone));
        Assert.Equal([false, true, false], await _store.FinishAsync([Ended(a), Ended(b[0]), gone], Ct));
        Assert.Equal(JobStatus.Completed, (await JobAsync(good)).Status);
        Assert.Empty(await _store.FinishAsync([], Ct));
    }

    [Fact]
    public async Task group_of_many_chunks_of_one_job_is_one_change()
    {
        var id = await EnqueueAsync(NewJob(items: 20));
        var chunks = await ClaimAsync(await SessionAsync(), max: 20);
        var seq = (await JobAsync(id)).Seq;
        Assert.All(await _store.FinishAsync([.. chunks.Select(Ended)], Ct), Assert.True);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts.Completed: 20 } job && job.Seq == seq + 1);
    }

    [Fact]
    public async Task effects_commit_with_the_outcome_in_order()
    {
        await EnqueueAsync(NewJob(items: 2));
        var chunks = await ClaimAsync(await SessionAsync(), max: 2);
        var first = Ended(chunks[0]) with { Effects = [_under.Writes("a"), _under.Writes("b")] };
        var second = Ended(chunks[1]) with { Effects = [_under.Writes("c")] };
        Assert.Equal([true, true], await _store.FinishAsync([first, second], Ct));
        Assert.Equal(["a", "b", "c"], (await _under.RowsAsync()).Order());
    }

    [Fact]
    public async Task effect_that_throws_rolls_everything_back()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var chunks = await ClaimAsync(await SessionAsync(), max: 2);
        var before = await JobAsync(id);
        var good = Ended(chunks[0]) with { Effects = [_under.Writes("good")], FollowUps = NewItems(3, 1) };
        var bad = Ended(chunks[1]) with { Effects = [_under.Writes("bad"), (_, _) => throw new InvalidOperationException("no room")] };
        var e = await Assert.ThrowsAsync<EffectFailedException>(async () => await _store.FinishAsync([good, bad], Ct));
        Assert.Equal(chunks[1].Key, e.Chunk);
        Assert.Equal("no room", Assert.IsType<InvalidOperationException>(e.InnerException).Message);
        Assert.Empty(await _under.RowsAsync());
        AssertSame(before, await JobAsync(id));
        Assert.Equal([ItemState.Running, ItemState.Running], await StatesAsync(id));

        Assert.Equal([true, true], await _store.FinishAsync([good, Ended(chunks[1])], Ct));
        Assert.Equal(["good"], await _under.RowsAsync());
    }

    [Fact]
    public async Task follow_ups_join_the_job_and_are_claimable_at_once()
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: true));
        var session = await SessionAsync();
        Assert.True(await FinishAsync(Ended(await ClaimOneAsync(session)) with { FollowUps = NewItems(2, 2) }));
        Assert.True(
            await JobAsync(id) is { Phase: JobPhase.Work, Status: JobStatus.Running, Counts: { Total: 3, Completed: 1, Fresh: 2 } });
        var chunk = await ClaimOneAsync(session);
        Assert.Equal((2, "item 2"), (chunk.Items[0].No, chunk.Items[0].Name));
        Assert.True(await FinishAsync(chunk));
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.True(await ClaimOneAsync(session) is { Kind: ChunkKind.Finish, Key.Lo: 4 });
    }

    [Fact]
    public async Task simple_job_with_follow_ups_becomes_one_of_several_items()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        Assert.True(await FinishAsync(Ended(await ClaimOneAsync(session)) with { FollowUps = NewItems(2, 1) }));
        Assert.True(await JobAsync(id) is { Simple: false, Result: null, Counts: { Total: 2, Completed: 1, Fresh: 1 } });
        await WorkOffAsync(session);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Result: null });
        AssertJson("""{"out":1}""", (await ItemAsync(id, 1)).Output);
        AssertJson("""{"out":2}""", (await ItemAsync(id, 2)).Output);
        Assert.Equal([ItemState.Completed, ItemState.Completed], await StatesAsync(id));
    }

    [Fact]
    public async Task long_fault_messages_are_cut()
    {
        var id = await EnqueueAsync(NewJob());
        var ended = Ended(await ClaimOneAsync(await SessionAsync()), _ => ItemState.Failed);
        var fault = Broken(1) with { Message = new string('x', 2500) };
        Assert.True(await FinishAsync(ended with { Outcomes = [ended.Outcomes[0] with { Fault = fault }] }));
        Assert.Equal(2000, (await JobAsync(id)).Fault?.Message.Length);
    }
}
