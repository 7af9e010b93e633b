using Headway.Machine;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    [Fact]
    public async Task item_that_kills_its_worker_three_times_alone_is_quarantined_and_its_neighbours_are_not_blamed()
    {
        var id = await EnqueueAsync(NewJob(items: 3, maxAttempts: 9));
        await ClaimAsync(await SessionAsync(), max: 3);
        await ReapAfterLeaseAsync();
        Assert.Equal("0 0 0", await CrashesAsync(id));

        for (var crash = 1; crash <= CrashRule.MaxCrashes; crash++)
        {
            Assert.Equal(1, (await SuspectAsync(await SessionAsync()))!.Key.Lo);
            await ReapAfterLeaseAsync();
            Assert.Equal($"{crash} 0 0", await CrashesAsync(id));
            if (crash == 1)
                await FinishSuspectsAsync(2, 3);
        }

        var fault = Assert.IsType<Fault>((await ItemAsync(id, 1)).Fault);
        Assert.Equal(("quarantined", FaultClass.Poison), (fault.Code, fault.Class));
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Quarantined, Attempts: 4 });
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Counts: { Completed: 2, Failed: 1 } });
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, "ann", Ct));
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Ready, Crashes: 0, Attempts: 0 });
        await ClaimOneAsync(await SessionAsync());
        await ReapAfterLeaseAsync();
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Retrying, Crashes: 1 });
    }

    [Fact]
    public async Task first_crash_of_an_item_that_was_alone_counts()
    {
        var id = await EnqueueAsync(NewJob(maxAttempts: 4));
        for (var i = 0; i < CrashRule.MaxCrashes; i++)
        {
            var session = await SessionAsync();
            Assert.NotNull(i == 0 ? await ClaimOneAsync(session) : await SuspectAsync(session));
            await ReapAfterLeaseAsync();
        }

        Assert.True(await JobAsync(id) is { Simple: true, Status: JobStatus.Failed, Fault.Code: "quarantined" });
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Quarantined, Crashes: 3 });
        Assert.Equal(ControlResult.Done, await _store.RetryItemAsync(id, 1, null, Ct));
        await WorkOffAsync(await SessionAsync());
        Assert.True(await JobAsync(id) is { Status: JobStatus.Completed, Fault: null });
    }

    [Fact]
    public async Task crashes_of_long_ago_do_not_count()
    {
        var id = await EnqueueAsync(NewJob(items: 1, maxAttempts: 9));
        for (var i = 0; i < 4; i++)
        {
            var session = await SessionAsync();
            Assert.NotNull(i == 0 ? await ClaimOneAsync(session) : await SuspectAsync(session));
            await ReapAfterLeaseAsync();
            await AdvanceAsync(CrashRule.Window / 2);
        }

        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Retrying, Crashes: 4 });
    }

    [Fact]
    public async Task suspect_that_is_handed_back_waits_to_run_alone_again()
    {
        var id = await EnqueueAsync(NewJob(items: 1));
        await ClaimOneAsync(await SessionAsync());
        await ReapAfterLeaseAsync();
        var session = await SessionAsync();
        var chunk = await SuspectAsync(session);
        await _store.ReleaseAsync([chunk!.Key], Ct);
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Retrying, Attempts: 1 });
        Assert.Empty(await ClaimAsync(session));
        Assert.Equal(2, (await SuspectAsync(session))!.Number);
    }

    [Fact]
    public async Task suspect_that_ends_or_fails_alone_is_a_suspect_no_more()
    {
        var id = await EnqueueAsync(NewJob(items: 1));
        await ClaimOneAsync(await SessionAsync());
        await ReapAfterLeaseAsync();
        var session = await SessionAsync();
        await FinishAsync((await SuspectAsync(session))!, ItemState.Retrying);
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await _store.PromoteAsync(Ct)).Count);
        Assert.Equal(3, (await ClaimOneAsync(session)).Number);
        Assert.Equal(1, (await ItemAsync(id, 1)).Crashes);
    }

    [Fact]
    public async Task lost_answer_of_a_claim_alone_is_given_again()
    {
        await EnqueueAsync(NewJob(items: 2));
        await ClaimAsync(await SessionAsync(), max: 2);
        await ReapAfterLeaseAsync();
        var (session, call) = (await SessionAsync(), _ids.NextCall());
        var first = await _store.ClaimSuspectAsync(session, call, ["default"], ["work"], Ct);
        var again = await _store.ClaimSuspectAsync(session, call, ["default"], ["work"], Ct);
        Assert.Equal(first!.Key, again!.Key);
        Assert.Null(await _store.ClaimSuspectAsync(await SessionAsync(), _ids.NextCall(), ["other"], ["work"], Ct));
        Assert.Null(await _store.ClaimSuspectAsync(await SessionAsync(), _ids.NextCall(), ["default"], ["unknown"], Ct));
    }

    [Fact]
    public async Task suspects_of_a_cancelled_job_are_let_go_and_do_not_wake_up_with_it()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await ClaimOneAsync(await SessionAsync());
        await ReapAfterLeaseAsync();
        await _store.ControlAsync(id, JobControl.Cancel, null, Ct);
        Assert.Null(await SuspectAsync(await SessionAsync()));
        await _store.RestartAsync(id, null, Ct);
        Assert.False(await _store.SuspectsWaitAsync(["default"], ["work"], Ct));
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(2, (await JobAsync(id)).Counts.Completed);
    }

    [Fact]
    public async Task item_its_handler_calls_poison_is_quarantined()
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        await FinishAsync(await ClaimOneAsync(await SessionAsync()), ItemState.Quarantined);
        Assert.True(await ItemAsync(id, 1) is { State: ItemState.Quarantined, Fault.Code: "broken" });
        Assert.Equal(AttemptOutcome.Failed, Assert.Single(await _store.ListAttemptsAsync(id, 1, Ct)).Outcome);
        Assert.Equal(1, (await JobAsync(id)).Counts.Failed);
    }

    private async ValueTask ReapAfterLeaseAsync()
    {
        await AdvanceAsync(Lease + Tick);
        await _store.ReapAsync(Ct);
    }

    private async ValueTask FinishSuspectsAsync(params int[] nos)
    {
        var session = await SessionAsync();
        foreach (var no in nos)
        {
            var chunk = await SuspectAsync(session);
            Assert.Equal(no, chunk!.Key.Lo);
            await FinishAsync(chunk);
        }
    }

    private async ValueTask<string> CrashesAsync(JobId id) => string.Join(
        ' ', (await _store.ListItemsAsync(id, new ItemFilter(), new PageRequest(100), Ct)).Rows.Select(item => item.Crashes));
}
