using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task retrying_item_waits_until_it_is_promoted()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying));
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Retrying, Counts: { Waiting: 1, Due: 0 } });
        Assert.Empty(await ClaimAsync(session));

        var early = await _store.PromoteAsync(Ct);
        Assert.Equal(0, early.Count);
        Assert.InRange(early.NextIn!.Value, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(new Promotion(1, null), await _store.PromoteAsync(Ct));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Running, Counts: { Waiting: 0, Due: 1 } });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, Attempts: 1, DueAt: null, Fault.Code: "broken" });

        var again = await ClaimOneAsync(session);
        Assert.Equal((1, 2, 1), (again.Key.Lo, again.Number, again.Items.Count));
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Running, Attempts: 2 });
        Assert.True(await FinishAsync(again));
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Completed, Attempts: 2, Fault: null });
    }

    [Fact]
    public async Task of_waiting_items_only_those_whose_time_has_come_are_let_go()
    {
        await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying));
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying));
        await AdvanceAsync(TimeSpan.FromSeconds(6));

        Assert.Equal(1, (await _store.PromoteAsync(Ct)).Count);
        Assert.Equal(1, (await ClaimOneAsync(session)).Key.Lo);
        Assert.Empty(await ClaimAsync(session));
    }

    [Fact]
    public async Task simple_job_is_retried()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Retrying, Fault: null, Counts.Waiting: 1 });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Retrying, Fault.Code: "broken" });
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        Assert.Equal(2, (await ClaimOneAsync(session)).Number);
    }

    [Fact]
    public async Task every_attempt_is_kept_with_its_fault()
    {
        var id = await EnqueueAsync(NewJob(items: 2, chunk: 2));
        var session = await SessionAsync("host/7");
        var started = await _store.NowAsync(Ct);
        var chunk = await ClaimOneAsync(session);
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        var ended = await _store.NowAsync(Ct);
        await FinishAsync(Ended(chunk, no => no == 1 ? ItemState.Completed : ItemState.Retrying));
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        await FinishAsync(await ClaimOneAsync(session));

        var attempts = await _store.ListAttemptsAsync(id, 2, Ct);
        Assert.Equal([(1, AttemptOutcome.Failed), (2, AttemptOutcome.Completed)],
            attempts.Select(attempt => (attempt.Number, attempt.Outcome)));
        var expected = new Attempt
        {
            JobId = id,
            No = 2,
            Generation = 1,
            Number = 1,
            Outcome = AttemptOutcome.Failed,
            Fault = Broken(2),
            Worker = "host/7",
            StartedAt = started,
            EndedAt = ended,
        };
        Assert.Equal(expected, attempts[0]);
        Assert.Null(attempts[1].Fault);
        Assert.True(Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct)) is { Outcome: AttemptOutcome.Completed, Fault: null });
        Assert.Empty(await _store.ListAttemptsAsync(id, 3, Ct));
    }

    [Fact]
    public async Task retried_items_of_a_chunk_run_alone()
    {
        await EnqueueAsync(NewJob(items: 3, chunk: 3));
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(3, (await _store.PromoteAsync(Ct)).Count);
        var chunks = await ClaimAsync(session, max: 10);
        Assert.Equal([(1, 1), (2, 2), (3, 3)], chunks.Select(chunk => (chunk.Key.Lo, chunk.Key.Hi)).Order());
        Assert.All(chunks, chunk => Assert.Equal(2, chunk.Number));
    }

    [Fact]
    public async Task hold_of_a_scheduled_job_is_lifted_when_its_time_has_come()
    {
        var due = (await _store.NowAsync(Ct)).AddMinutes(5);
        var id = await EnqueueAsync(NewJob(items: 2, dueAt: due));
        var planned = await EnqueueAsync(NewJob(plan: true, dueAt: due.AddMinutes(5)));
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        Assert.Empty(await ClaimAsync(session));
        var early = await _store.PromoteAsync(Ct);
        Assert.Equal(0, early.Count);
        Assert.InRange(early.NextIn!.Value, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));

        await AdvanceAsync(TimeSpan.FromMinutes(5));
        var promotion = await _store.PromoteAsync(Ct);
        Assert.Equal(1, promotion.Count);
        Assert.InRange(promotion.NextIn!.Value, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));
        Assert.True(await JobAsync(id) is { Status: JobStatus.Queued } job && job.DueAt == due);
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, DueAt: null });
        Assert.Equal(ItemState.Scheduled, (await ItemAsync(planned, 0)).State);
        Assert.Equal(id, (await ClaimOneAsync(session)).Key.JobId);
    }

    [Fact]
    public async Task what_waits_in_a_cancelled_job_never_comes_due()
    {
        var now = await _store.NowAsync(Ct);
        var waiting = await EnqueueAsync(NewJob());
        await FinishAsync(await ClaimOneAsync(await SessionAsync()), ItemState.Retrying);
        var held = await EnqueueAsync(NewJob(dueAt: now.AddMinutes(1)));
        await _store.ControlAsync(waiting, JobControl.Cancel, null, Ct);
        await _store.ControlAsync(held, JobControl.Cancel, null, Ct);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(new Promotion(0, null), await _store.PromoteAsync(Ct));
        Assert.Equal(ItemState.Cancelled, (await ItemAsync(waiting, 1)).State);
    }

    [Fact]
    public async Task waiting_items_of_a_paused_job_come_due_but_are_not_claimed()
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await _store.PromoteAsync(Ct)).Count);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Paused, Counts.Due: 1 });
        Assert.Empty(await ClaimAsync(session));
        await _store.ControlAsync(id, JobControl.Run, null, Ct);
        Assert.Equal(2, (await ClaimOneAsync(session)).Number);
    }
}
