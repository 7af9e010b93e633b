using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task every_change_is_reported_in_order_with_its_number()
    {
        var id = await EnqueueAsync(NewJob(plan: true));
        var session = await SessionAsync();
        var plan = await ClaimOneAsync(session);
        await _store.PlanAsync(plan.Key, NewItems(1, 2), Ct);
        await FinishAsync(plan);
        var chunk = await ClaimOneAsync(session);
        await _store.ReportAsync([new ProgressReport(chunk.Key, 1, 5, null)], Ct);
        await _store.ReleaseAsync([chunk.Key], Ct);
        await FinishAsync(await ClaimOneAsync(session), ItemState.Retrying);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        await _store.PromoteAsync(Ct);
        await ClaimOneAsync(session);
        await AdvanceAsync(Lease);
        await _store.ReapAsync(Ct);
        await _store.ControlAsync(id, JobControl.Pause, "ann", Ct);
        await _store.ControlAsync(id, JobControl.Run, "ann", Ct);
        await _store.ControlAsync(id, JobControl.Cancel, "ann", Ct);
        await _store.RetryItemAsync(id, 1, "ann", Ct);

        var events = await _store.ReadEventsAsync(0, 1000, Ct);
        JobEventKind[] expected =
        [
            JobEventKind.Enqueued, JobEventKind.Claimed, JobEventKind.Planned, JobEventKind.Finished, JobEventKind.Claimed,
            JobEventKind.Progressed, JobEventKind.Released, JobEventKind.Claimed, JobEventKind.Finished, JobEventKind.Promoted,
            JobEventKind.Claimed, JobEventKind.Reaped, JobEventKind.Paused, JobEventKind.Resumed, JobEventKind.Cancelled,
                JobEventKind.Retried,
        ];
        Assert.Equal(expected, events.Select(@event => @event.Kind));
        Assert.Equal(Enumerable.Range(1, 16).Select(seq => new JobChange(id, seq)), events.Select(@event => Assert.Single(@event.Jobs)));
        Assert.All(events, @event => Assert.Equal(Orgs.Default, @event.Org));
        Assert.Equal(events.Select(@event => @event.At).Order(), events.Select(@event => @event.At));
    }

    [Fact]
    public async Task changes_of_one_call_are_reported_for_each_organisation()
    {
        EnqueuedJob[] jobs = [NewJob(org: "a"), NewJob(org: "a"), NewJob(org: "b")];
        await _store.EnqueueAsync(jobs, Ct);
        var events = await _store.ReadEventsAsync(0, 10, Ct);
        Assert.Equal(["a", "b"], events.Select(@event => @event.Org).Order());
        Assert.Equal(jobs.Select(job => new JobChange(job.Id, 1)),
            events.SelectMany(@event => @event.Jobs).OrderBy(change => change.JobId));

        var session = await SessionAsync();
        var a = await ClaimAsync(session, max: 5, lane: new Lane("default", "work", "a"));
        var b = await ClaimAsync(session, max: 5, lane: new Lane("default", "work", "b"));
        var last = await _store.LastEventAsync(Ct);
        await _store.FinishAsync([.. a.Concat(b).Select(Ended)], Ct);
        events = await _store.ReadEventsAsync(last, 10, Ct);
        Assert.Equal([("a", 2), ("b", 1)], events.Select(@event => (@event.Org, @event.Jobs.Count)).Order());
    }

    [Fact]
    public async Task events_are_read_from_a_position_on()
    {
        Assert.Equal(0, await _store.LastEventAsync(Ct));
        Assert.Empty(await _store.ReadEventsAsync(0, 10, Ct));
        for (var i = 0; i < 5; i++)
            await EnqueueAsync(NewJob());
        var all = await _store.ReadEventsAsync(0, 1000, Ct);
        Assert.Equal(5, all.Count);
        Assert.Equal(all[^1].Id, await _store.LastEventAsync(Ct));
        Assert.Equal(all.Take(2).Select(@event => @event.Id), (await _store.ReadEventsAsync(0, 2, Ct)).Select(@event => @event.Id));
        Assert.Equal(all.Skip(2).Select(@event => @event.Id),
            (await _store.ReadEventsAsync(all[1].Id, 10, Ct)).Select(@event => @event.Id));
        Assert.Empty(await _store.ReadEventsAsync(all[^1].Id, 10, Ct));
    }

    [Fact]
    public async Task calls_that_change_nothing_report_nothing()
    {
        var session = await SessionAsync();
        await ClaimAsync(session);
        await _store.ReapAsync(Ct);
        await _store.PromoteAsync(Ct);
        await BeatAsync(session);
        await _store.CloseSessionAsync(session, Ct);
        await _store.EnqueueAsync([], Ct);
        Assert.Equal(0, await _store.LastEventAsync(Ct));
    }

    [Fact]
    public async Task history_is_what_people_did()
    {
        var id = await EnqueueAsync(NewJob(createdBy: "sue"));
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        await _store.ControlAsync(id, JobControl.Pause, "ann", Ct);
        await _store.ControlAsync(id, JobControl.Run, "bob", Ct);
        await FinishAsync(await ClaimOneAsync(session), ItemState.Failed);
        await _store.RetryItemAsync(id, 1, "eve", Ct);
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        var history = await _store.ListHistoryAsync(id, Ct);
        Assert.Equal(
            [
                (JobEventKind.Enqueued, "sue"), (JobEventKind.Paused, "ann"), (JobEventKind.Resumed, "bob"), (JobEventKind.Retried, "eve"),
                (JobEventKind.Cancelled, null),
            ],
            history.Select(@event => (@event.Kind, @event.Actor)));
        Assert.All(history, @event => Assert.Contains(@event.Jobs, change => change.JobId == id));
    }

    [Fact]
    public async Task throughput_is_summed_in_buckets_from_outcomes()
    {
        var now = await _store.NowAsync(Ct);
        var start = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        await AdvanceAsync(start.AddHours(1) - now);
        var session = await SessionAsync(lease: TimeSpan.FromHours(5));
        await EnqueueAsync(NewJob(items: 4, chunk: 4, org: "a"));
        var lane = new Lane("default", "work", "a");
        ItemState[] states = [ItemState.Completed, ItemState.Skipped, ItemState.Failed, ItemState.Retrying];
        await FinishAsync(Ended(await ClaimOneAsync(session, lane), no => states[no - 1]));
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await _store.PromoteAsync(Ct);
        await FinishAsync(await ClaimOneAsync(session, lane));
        await EnqueueAsync(NewJob(org: "b"));
        await FinishAsync(await ClaimOneAsync(session, new Lane("default", "work", "b")));

        var at = start.AddHours(1);
        var five = TimeSpan.FromMinutes(5);
        var one = TimeSpan.FromSeconds(1);
        Assert.Equal(
            [new ThroughputBucket(at, "work", 2, 2, one), new ThroughputBucket(at.AddMinutes(10), "work", 1, 0, one)],
            await _store.ThroughputAsync("a", start, five, Ct));
        Assert.Equal([new ThroughputBucket(at.AddMinutes(10), "work", 1, 0, one)],
            await _store.ThroughputAsync("a", at.AddMinutes(10), five, Ct));
        Assert.Equal([new ThroughputBucket(at, "work", 4, 2, 3 * one)],
            await _store.ThroughputAsync(null, start, TimeSpan.FromHours(1), Ct));
        Assert.Empty(await _store.ThroughputAsync("c", start, five, Ct));
    }

    [Fact]
    public async Task waiting_ends_with_a_commit_of_this_store()
    {
        foreach (var hint in (StoreHint[])[StoreHint.Work, StoreHint.Events])
        {
            var woken = _store.WaitAsync(hint, TimeSpan.FromHours(1), Ct).AsTask();
            await Eventually.IsTrueAsync(
                async () =>
                {
                    if (!woken.IsCompleted)
                        await EnqueueAsync(NewJob());
                    return woken.IsCompleted;
                },
                Ct);
            await woken;
        }
    }

    [Fact]
    public async Task waiting_can_be_given_up()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = _store.WaitAsync(StoreHint.Work, TimeSpan.FromHours(1), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), Ct));
    }
}
