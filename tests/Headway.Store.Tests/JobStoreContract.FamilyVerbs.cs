using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Families under what is asked of many jobs at once.</summary>
public abstract partial class JobStoreContract
{
    [Fact]
    public async Task jobs_cancelled_together_are_told_to_those_that_wait_and_take_their_children_along()
    {
        var (one, two) = (await EnqueueAsync(NewJob()), await EnqueueAsync(NewJob()));
        var both = await EnqueueAsync(After(NewJob(), one, two));
        var anyway = await EnqueueAsync(After(NewJob(), FailurePolicy.Ignore, one));
        var child = await EnqueueAsync(Child(NewJob(items: 3), two));
        var grandchild = await EnqueueAsync(Child(NewJob(), child));

        Assert.Equal(
            [ControlResult.Done, ControlResult.Done], await Bulk.ControlManyAsync([one, two], JobControl.Cancel, "ann", Ct));
        await SettleAllAsync();

        Assert.True(await JobAsync(both) is { Status: JobStatus.Failed, Fault.Code: "prerequisite_failed" });
        Assert.True(await JobAsync(anyway) is { Status: JobStatus.Queued, Waits: 0 });
        foreach (var id in (JobId[])[child, grandchild])
            Assert.True(await JobAsync(id) is { Status: JobStatus.Cancelled, Fault.Code: "parent_cancelled" });
        await CheckEventsAsync();
    }

    [Fact]
    public async Task paused_and_reprioritised_together_jobs_go_on_waiting()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(), first));
        await Bulk.ControlManyAsync([first, second], JobControl.Pause, null, Ct);
        await Bulk.ReprioritiseManyAsync([first, second], 5, null, Ct);
        await Bulk.ControlManyAsync([first, second], JobControl.Run, null, Ct);

        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        Assert.Equal(first, chunk.Key.JobId);
        Assert.Empty(await ClaimAsync(session, max: 10));
        Assert.True(await FinishAsync(chunk));
        await SettleAllAsync();
        Assert.Equal(second, (await ClaimOneAsync(session)).Key.JobId);
    }

    [Fact]
    public async Task job_whose_prerequisite_was_archived_and_deleted_runs_and_restarts_on_its_own()
    {
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(After(NewJob(), first));
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        await SettleAllAsync();
        var departure = new Departure(first, (await JobAsync(first)).Seq, new ArchivePlace("f", 0, 1));
        Assert.Equal([first], await Archives.DeleteAsync([departure], null, Ct));
        while (await Archives.PurgeAsync(100, Ct) > 0)
            Assert.Null(await _store.GetJobAsync(first, Ct));

        Assert.True(await FinishAsync(await ClaimOneAsync(session), ItemState.Failed));
        Assert.Equal(ControlResult.Done, await ((ILifeStore)_under.Store).RestartAsync(second, null, Ct));
        await SettleAllAsync();
        Assert.True(await JobAsync(second) is { Status: JobStatus.Queued, Waits: 0 });
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.Equal(JobStatus.Completed, (await JobAsync(second)).Status);
    }
}
