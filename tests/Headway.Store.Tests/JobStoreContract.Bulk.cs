using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IBulkStore Bulk => (IBulkStore)_under.Store;

    [Fact]
    public async Task many_jobs_obey_as_each_alone()
    {
        var open = await EnqueueAsync(NewJob(items: 3));
        var running = await EnqueueAsync(NewJob(items: 2, org: "b", type: "other"));
        var done = await EnqueueAsync(NewJob(type: "third"));
        var cancelled = await EnqueueAsync(NewJob(type: "third", org: "b"));
        var session = await SessionAsync();
        await ClaimOneAsync(session, new Lane("default", "other", "b"));
        await WorkOffAsync(session, lane: new Lane("default", "third", Orgs.Default));
        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        JobId[] ids = [running, open, _ids.NextJob(), done, cancelled];

        var paused = await Bulk.ControlManyAsync(ids, JobControl.Pause, "ann", Ct);
        var pausedAgain = await Bulk.ControlManyAsync(ids, JobControl.Pause, "ann", Ct);
        var seq = (await JobAsync(open)).Seq;
        var ended = await Bulk.ControlManyAsync(ids, JobControl.Cancel, "bob", Ct);

        var (ok, no, gone) = (ControlResult.Done, ControlResult.Refused, ControlResult.NotFound);
        Assert.Equal([ok, ok, gone, no, no], paused);
        Assert.Equal(paused, pausedAgain);
        Assert.Equal([ok, ok, gone, no, ok], ended);
        Assert.Equal((JobStatus.Cancelled, 3, seq + 1), await SumAsync(open));
        Assert.Equal((JobStatus.Cancelled, 2), ((await JobAsync(running)).Status, (await JobAsync(running)).Counts.Cancelled));
        Assert.Equal(
            [(JobEventKind.Enqueued, null), (JobEventKind.Paused, "ann"), (JobEventKind.Cancelled, "bob")],
            (await _store.ListHistoryAsync(running, Ct)).Select(e => (e.Kind, e.Actor)));
        Assert.NotEmpty((await _store.BeatAsync(new Beat(session, Lease, 1, null, 1, false), Ct))!);
        await CheckEventsAsync();

        async ValueTask<(JobStatus, int, long)> SumAsync(JobId id)
        {
            var job = await JobAsync(id);
            return (job.Status, job.Counts.Cancelled, job.Seq);
        }
    }

    [Fact]
    public async Task many_jobs_get_another_priority_as_each_alone()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(NewJob(org: "b"));
        var has = await EnqueueAsync(NewJob(priority: 7));
        var done = await EnqueueAsync(NewJob(type: "third"));
        var session = await SessionAsync();
        await WorkOffAsync(session, lane: new Lane("default", "third", Orgs.Default));
        JobId[] ids = [second, _ids.NextJob(), has, done, first];

        var results = await Bulk.ReprioritiseManyAsync(ids, 7, "ann", Ct);
        var again = await Bulk.ReprioritiseManyAsync(ids, 7, "bob", Ct);

        var (ok, no, gone) = (ControlResult.Done, ControlResult.Refused, ControlResult.NotFound);
        Assert.Equal([ok, gone, ok, no, ok], results);
        Assert.Equal(results, again);
        foreach (var (id, priority) in new[] { (first, 7), (second, 7), (has, 7), (done, 0) })
            Assert.Equal(priority, (await JobAsync(id)).Priority);
        foreach (var (id, kinds) in new[] { (first, 2), (second, 2), (has, 1) })
            Assert.Equal(kinds, (await _store.ListHistoryAsync(id, Ct)).Count);
        var told = (await _store.ListHistoryAsync(first, Ct))[^1];
        Assert.Equal((JobEventKind.Reprioritised, "ann"), (told.Kind, told.Actor));
        await CheckEventsAsync();
    }

    [Fact]
    public async Task jobs_of_a_filter_are_counted_up_to_a_limit()
    {
        for (var i = 0; i < 5; i++)
            await EnqueueAsync(NewJob(type: i % 2 == 0 ? "work" : "other", name: $"n{i}"));

        Assert.Equal(5, await Bulk.CountAsync(new JobFilter(), 100, Ct));
        Assert.Equal(3, await Bulk.CountAsync(new JobFilter { Types = ["work"] }, 100, Ct));
        Assert.Equal(2, await Bulk.CountAsync(new JobFilter { Types = ["work"] }, 2, Ct));
        Assert.Equal(1, await Bulk.CountAsync(new JobFilter { Search = "N3", Statuses = [JobStatus.Queued] }, 2, Ct));
        Assert.Equal(0, await Bulk.CountAsync(new JobFilter { Org = "none" }, 2, Ct));
    }

    /// <summary>Numbers of each job without gaps, read from the events themselves.</summary>
    private async ValueTask CheckEventsAsync()
    {
        var changes = (await _store.ReadEventsAsync(0, 1000, Ct)).SelectMany(e => e.Jobs);
        foreach (var job in changes.GroupBy(change => change.JobId, change => change.Seq))
            Assert.Equal(Enumerable.Range(1, job.Count()).Select(seq => (long)seq), job);
    }
}
