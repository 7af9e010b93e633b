using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task paused_job_gives_nothing_new_and_what_runs_ends()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, JobControl.Pause, "ann", Ct));
        Assert.Equal((JobControl.Pause, JobStatus.Running), ((await JobAsync(id)).Control, (await JobAsync(id)).Status));
        Assert.Empty(await ClaimAsync(session));
        Assert.True(await FinishAsync(chunk));
        Assert.Equal(JobStatus.Paused, (await JobAsync(id)).Status);
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, JobControl.Run, "ann", Ct));
        Assert.Equal(JobStatus.Running, (await JobAsync(id)).Status);
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task job_paused_before_it_started_is_paused_and_then_queued_again()
    {
        var id = await EnqueueAsync(NewJob());
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        Assert.Equal(JobStatus.Paused, (await JobAsync(id)).Status);
        await _store.ControlAsync(id, JobControl.Run, null, Ct);
        Assert.Equal(JobStatus.Queued, (await JobAsync(id)).Status);
    }

    [Theory]
    [InlineData(JobControl.Run)]
    [InlineData(JobControl.Pause)]
    [InlineData(JobControl.Cancel)]
    public async Task same_word_again_changes_nothing(JobControl control)
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await _store.ControlAsync(id, control, "ann", Ct);
        var before = await JobAsync(id);
        await AdvanceAsync(Tick);
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, control, "bob", Ct));
        AssertSame(before, await JobAsync(id));
    }

    [Fact]
    public async Task each_change_of_control_is_one_number_and_the_last_activity()
    {
        var id = await EnqueueAsync(NewJob());
        var now = await _store.NowAsync(Ct);
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        Assert.True(await JobAsync(id) is { Seq: 2 } job && job.ActiveAt == now);
    }

    [Fact]
    public async Task cancelling_ends_the_job_wherever_its_items_are()
    {
        var id = await EnqueueAsync(NewJob(items: 6));
        var session = await SessionAsync();
        var chunks = await ClaimAsync(session, max: 5);
        await _store.FinishAsync([Ended(chunks[0]), Ended(chunks[1], _ => ItemState.Failed), Ended(chunks[2], _ => ItemState.Retrying)],
            Ct);
        await _store.ReleaseAsync([chunks[3].Key], Ct);
        var now = await _store.NowAsync(Ct);
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(id, JobControl.Cancel, "ann", Ct));
        Assert.True(await JobAsync(id) is
        {
            Control: JobControl.Cancel,
            Phase: JobPhase.Final,
            Status: JobStatus.Cancelled,
            Counts: { Total: 6, Completed: 1, Failed: 1, Cancelled: 4, Running: 0, Due: 0, Waiting: 0 },
            Percent: 100,
        } job && job.FinishedAt == now);
        Assert.Equal(
            [ItemState.Completed, ItemState.Failed, ItemState.Cancelled, ItemState.Cancelled, ItemState.Cancelled, ItemState.Cancelled],
            await StatesAsync(id));
        Assert.Empty(await ClaimAsync(session, max: 10));
    }

    [Fact]
    public async Task scheduled_and_paused_jobs_can_be_cancelled()
    {
        var held = await EnqueueAsync(NewJob(dueAt: (await _store.NowAsync(Ct)).AddHours(1)));
        var paused = await EnqueueAsync(NewJob());
        await _store.ControlAsync(paused, JobControl.Pause, null, Ct);
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(held, JobControl.Cancel, null, Ct));
        Assert.Equal(ControlResult.Done, await _store.ControlAsync(paused, JobControl.Cancel, null, Ct));
        Assert.Equal(2, (await _store.CountJobsAsync(null, Ct))[JobStatus.Cancelled]);
    }

    [Theory]
    [InlineData(JobControl.Run)]
    [InlineData(JobControl.Pause)]
    [InlineData(JobControl.Cancel)]
    public async Task job_that_has_ended_cannot_be_controlled(JobControl control)
    {
        var id = await EnqueueAsync(NewJob());
        await WorkOffAsync(await SessionAsync());
        var before = await JobAsync(id);
        Assert.Equal(ControlResult.Refused, await _store.ControlAsync(id, control, null, Ct));
        AssertSame(before, await JobAsync(id));
    }

    [Fact]
    public async Task cancelled_job_cannot_be_resumed_or_paused()
    {
        var id = await EnqueueAsync(NewJob());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Equal(ControlResult.Refused, await _store.ControlAsync(id, JobControl.Run, null, Ct));
        Assert.Equal(ControlResult.Refused, await _store.ControlAsync(id, JobControl.Pause, null, Ct));
        Assert.Equal(JobStatus.Cancelled, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task job_that_ends_while_paused_has_ended()
    {
        var id = await EnqueueAsync(NewJob());
        var chunk = await ClaimOneAsync(await SessionAsync());
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        Assert.True(await FinishAsync(chunk));
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Final, Status: JobStatus.Completed });
    }

    [Fact]
    public async Task finish_item_of_a_paused_job_waits_for_the_resume()
    {
        var id = await EnqueueAsync(NewJob(items: 1, finish: true));
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        Assert.True(await FinishAsync(chunk));
        Assert.True(await JobAsync(id) is { Phase: JobPhase.Finish, Status: JobStatus.Paused });
        Assert.Empty(await ClaimAsync(session));
        await _store.ControlAsync(id, JobControl.Run, null, Ct);
        Assert.Equal(ChunkKind.Finish, (await ClaimOneAsync(session)).Kind);
    }

    [Fact]
    public async Task control_of_an_unknown_job_is_not_found()
    {
        Assert.Equal(ControlResult.NotFound, await _store.ControlAsync(_ids.NextJob(), JobControl.Cancel, null, Ct));
        Assert.Equal(ControlResult.NotFound, await _store.RetryItemAsync(_ids.NextJob(), 1, null, Ct));
    }
}
