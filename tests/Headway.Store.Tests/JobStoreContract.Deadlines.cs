using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private ITimeLimitStore Times => (ITimeLimitStore)_under.Store;

    [Fact]
    public async Task job_that_had_its_time_is_failed_and_its_late_result_refused()
    {
        var id = await EnqueueAsync(NewJob(items: 6) with { TimeLimit = Limit });
        Assert.Equal(Limit, (await JobAsync(id)).TimeLimit);
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        var chunks = await ClaimAsync(session, max: 5);
        await _store.FinishAsync([Ended(chunks[0]), Ended(chunks[1], _ => ItemState.Failed), Ended(chunks[2], _ => ItemState.Retrying)],
            Ct);
        await AdvanceAsync(Limit - 2 * Tick);
        Assert.Empty(await EndOverdueAsync());
        await AdvanceAsync(2 * Tick);
        var now = await _store.NowAsync(Ct);
        Assert.Equal([id], await EndOverdueAsync());
        Assert.True(await JobAsync(id) is
        {
            Phase: JobPhase.Final,
            Status: JobStatus.Failed,
            Overran: true,
            Fault: { Class: FaultClass.Permanent, Code: "job_timeout" },
            Counts: { Total: 6, Completed: 1, Failed: 1, Cancelled: 4, Running: 0, Due: 0, Waiting: 0 },
        } job && job.FinishedAt == now);
        Assert.False(await FinishAsync(chunks[3]));
        Assert.Contains(chunks[4].Key, (await _store.BeatAsync(new Beat(session, Lease, 1, null, 1, false), Ct))!);
        Assert.Empty(await ClaimAsync(session, max: 10));
        Assert.Equal(JobEventKind.TimedOut, (await _store.ListHistoryAsync(id, Ct))[^1].Kind);
        Assert.Empty(await EndOverdueAsync());
    }

    [Fact]
    public async Task time_begins_with_the_first_start_and_runs_on_while_paused()
    {
        var id = await EnqueueAsync(NewJob(items: 2) with { TimeLimit = Limit });
        await AdvanceAsync(10 * Limit);
        Assert.Empty(await EndOverdueAsync());
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        await _store.ControlAsync(id, JobControl.Pause, null, Ct);
        await AdvanceAsync(Limit);
        Assert.Equal([id], await EndOverdueAsync());
        Assert.Equal(JobStatus.Failed, (await JobAsync(id)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task simple_job_has_72_hours_whether_it_runs_or_waits(bool waits)
    {
        var id = await EnqueueAsync(NewJob());
        var session = await SessionAsync(lease: TimeSpan.FromHours(100));
        var chunk = await ClaimOneAsync(session);
        if (waits)
            await _store.FinishAsync([Ended(chunk, _ => ItemState.Retrying)], Ct);
        await AdvanceAsync(TimeSpan.FromHours(71));
        Assert.Empty(await EndOverdueAsync());
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([id], await EndOverdueAsync());
        Assert.True(await JobAsync(id) is { Status: JobStatus.Failed, Fault.Code: "job_timeout", Counts.Cancelled: 1 });
        Assert.False(await FinishAsync(chunk));
    }

    [Fact]
    public async Task ended_jobs_keep_their_end()
    {
        var id = await EnqueueAsync(NewJob(items: 1) with { TimeLimit = Limit });
        var cancelled = await EnqueueAsync(NewJob(items: 1) with { TimeLimit = Limit });
        var session = await SessionAsync();
        foreach (var chunk in await ClaimAsync(session, max: 2))
        {
            if (chunk.Key.JobId == id)
                Assert.True(await FinishAsync(chunk));
        }

        await _store.ControlAsync(cancelled, JobControl.Cancel, null, Ct);
        await AdvanceAsync(Limit);
        Assert.Empty(await EndOverdueAsync());
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
        Assert.True(await JobAsync(cancelled) is { Status: JobStatus.Cancelled, Fault: null });
    }

    [Fact]
    public async Task restart_gives_the_whole_time_from_the_next_start()
    {
        var id = await EnqueueAsync(NewJob(items: 2) with { TimeLimit = Limit });
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        await AdvanceAsync(Limit);
        Assert.Equal([id], await EndOverdueAsync());
        await ((ILifeStore)_under.Store).RestartAsync(id, "ann", Ct);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Queued, Overran: false, Fault: null });
        await AdvanceAsync(2 * Limit);
        Assert.Empty(await EndOverdueAsync());
        var again = await SessionAsync();
        await ClaimOneAsync(again);
        await AdvanceAsync(Limit - 2 * Tick);
        Assert.Empty(await EndOverdueAsync());
        await AdvanceAsync(2 * Tick);
        Assert.Equal([id], await EndOverdueAsync());
    }

    [Fact]
    public async Task retried_item_gives_the_job_its_whole_time_once_more()
    {
        var id = await EnqueueAsync(NewJob(items: 2) with { TimeLimit = Limit });
        var session = await SessionAsync();
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        await AdvanceAsync(Limit);
        Assert.Equal([id], await EndOverdueAsync());
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 2, null, Ct));
        Assert.True(await JobAsync(id) is { Overran: false, Fault: null });
        await AdvanceAsync(Limit - 2 * Tick);
        Assert.Empty(await EndOverdueAsync());
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.True(await JobAsync(id) is { Status: JobStatus.Cancelled, Overran: false });
    }

    private async ValueTask<IReadOnlyList<JobId>> EndOverdueAsync()
    {
        var ended = await Times.EndOverdueAsync(Ct);
        await _store.CheckAllAsync(Ct);
        return ended;
    }
}
