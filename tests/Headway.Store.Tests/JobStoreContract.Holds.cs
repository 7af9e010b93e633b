using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private IControlStore Control => (IControlStore)_under.Store;

    [Fact]
    public async Task job_of_higher_priority_is_claimed_first_from_the_moment_it_has_it()
    {
        var first = await EnqueueAsync(NewJob());
        var second = await EnqueueAsync(NewJob());
        Assert.Equal(ControlResult.Done, await Control.ReprioritiseAsync(second, 5, "ann", Ct));
        Assert.Equal(5, (await JobAsync(second)).Priority);
        Assert.True(Assert.Single(await _store.LanesAsync(["default"], Ct)) is { Priority: 5 });
        var session = await SessionAsync();
        Assert.Equal(second, (await ClaimOneAsync(session)).Key.JobId);
        Assert.Equal(first, (await ClaimOneAsync(session)).Key.JobId);
        var told = (await _store.ListHistoryAsync(second, Ct))[^1];
        Assert.Equal((JobEventKind.Reprioritised, "ann"), (told.Kind, told.Actor));
    }

    [Fact]
    public async Task same_priority_again_changes_nothing_and_ended_jobs_keep_theirs()
    {
        var id = await EnqueueAsync(NewJob(priority: 2));
        var before = await JobAsync(id);
        Assert.Equal(ControlResult.Done, await Control.ReprioritiseAsync(id, 2, null, Ct));
        AssertSame(before, await JobAsync(id));
        await WorkOffAsync(await SessionAsync());
        Assert.Equal(ControlResult.Refused, await Control.ReprioritiseAsync(id, 3, null, Ct));
        Assert.Equal(ControlResult.NotFound, await Control.ReprioritiseAsync(_ids.NextJob(), 3, null, Ct));
        Assert.Equal(2, (await JobAsync(id)).Priority);
    }

    [Theory]
    [InlineData(HoldKind.Queue, "default")]
    [InlineData(HoldKind.Type, "work")]
    public async Task held_queue_or_type_gives_nothing_and_what_runs_ends(HoldKind kind, string name)
    {
        var id = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        var chunk = await ClaimOneAsync(session);
        await Control.HoldAsync(new Hold { Kind = kind, Name = name, Reason = "broken", Actor = "ann" }, Ct);
        Assert.Empty(await _store.LanesAsync(["default"], Ct));
        Assert.Empty(await ClaimAsync(session));
        Assert.True(await FinishAsync(chunk));
        var hold = Assert.Single(await Control.ListHoldsAsync(Ct));
        Assert.Equal((kind, name, "broken", "ann", (string?)null), (hold.Kind, hold.Name, hold.Reason, hold.Actor, hold.Org));
        Assert.True(await Control.LiftAsync(kind, name, null, Ct));
        Assert.False(await Control.LiftAsync(kind, name, null, Ct));
        Assert.True(await FinishAsync(await ClaimOneAsync(session)));
        Assert.Equal(JobStatus.Completed, (await JobAsync(id)).Status);
    }

    [Fact]
    public async Task hold_for_one_organisation_leaves_the_others_alone()
    {
        await EnqueueAsync(NewJob(org: "a"));
        await EnqueueAsync(NewJob(org: "b"));
        await EnqueueAsync(NewJob(org: "a", type: "other"));
        await Control.HoldAsync(new Hold { Kind = HoldKind.Type, Name = "work", Org = "a" }, Ct);
        Assert.Equal(
            [new Lane("default", "other", "a"), new Lane("default", "work", "b")],
            (await _store.LanesAsync(["default"], Ct)).OrderBy(lane => lane.Org));
        var session = await SessionAsync();
        Assert.Empty(await ClaimAsync(session, lane: new Lane("default", "work", "a")));
        Assert.Single(await ClaimAsync(session, lane: new Lane("default", "work", "b")));
        Assert.False(await Control.LiftAsync(HoldKind.Type, "work", null, Ct));
        Assert.True(await Control.LiftAsync(HoldKind.Type, "work", "a", Ct));
    }

    [Fact]
    public async Task hold_ends_by_itself_when_its_time_has_come()
    {
        await EnqueueAsync(NewJob());
        var until = (await _store.NowAsync(Ct)).AddMinutes(5);
        await Control.HoldAsync(new Hold { Kind = HoldKind.Queue, Name = "default", Until = until }, Ct);
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(await Control.LiftDueAsync(Ct));
        Assert.Empty(await ClaimAsync(session));
        Assert.Equal(until, Assert.Single(await Control.ListHoldsAsync(Ct)).Until);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(await Control.ListHoldsAsync(Ct));
        Assert.Single(await ClaimAsync(session));
        Assert.Equal("default", Assert.Single(await Control.LiftDueAsync(Ct)).Name);
        Assert.Empty(await Control.LiftDueAsync(Ct));
    }

    [Fact]
    public async Task second_hold_takes_the_place_of_the_first()
    {
        await Control.HoldAsync(new Hold { Kind = HoldKind.Queue, Name = "q", Reason = "one", Until = DateTimeOffset.MaxValue }, Ct);
        await Control.HoldAsync(new Hold { Kind = HoldKind.Queue, Name = "q", Reason = "two" }, Ct);
        Assert.True(Assert.Single(await Control.ListHoldsAsync(Ct)) is { Reason: "two", Until: null });
    }

    [Fact]
    public async Task open_jobs_are_counted_by_queue_and_type_held_or_not()
    {
        for (var i = 0; i < 3; i++)
            await EnqueueAsync(NewJob());
        await EnqueueAsync(NewJob(type: "other"));
        await EnqueueAsync(NewJob(queue: "night"));
        await Control.HoldAsync(new Hold { Kind = HoldKind.Type, Name = "work" }, Ct);
        Assert.Equal(
            [new WaitingJobs("default", "other", 1), new WaitingJobs("default", "work", 3), new WaitingJobs("night", "work", 1)],
            await Control.CountWaitingAsync(Ct));
    }
}
