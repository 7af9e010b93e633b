using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private ILimitStore Limits => (ILimitStore)_under.Store;

    [Theory]
    [InlineData(LimitScope.Global, "*")]
    [InlineData(LimitScope.Org, "default")]
    [InlineData(LimitScope.Type, "work")]
    [InlineData(LimitScope.Queue, "default")]
    [InlineData(LimitScope.User, "default/ann")]
    [InlineData(LimitScope.Key, "default/gpu")]
    public async Task no_more_chunks_run_than_the_limit_says(LimitScope scope, string name)
    {
        await LimitAsync(scope, name, 3);
        await EnqueueAsync(Keyed(NewJob(items: 5, createdBy: "ann"), "gpu"));
        await EnqueueAsync(Keyed(NewJob(items: 5, createdBy: "ann"), "gpu"));
        var session = await SessionAsync();
        var chunks = await ClaimAllAsync(session);
        Assert.Equal(3, chunks.Count);
        Assert.Empty(await ClaimAllAsync(session));
        Assert.Equal((3, 3), await UseAsync(scope));

        Assert.True(await FinishAsync(chunks[0]));
        Assert.Equal((3, 2), await UseAsync(scope));
        Assert.Single(await ClaimAllAsync(session));
        await _store.ReleaseAsync([chunks[1].Key], Ct);
        await Limits.KeepLimitsAsync(Ct);
        Assert.Single(await ClaimAllAsync(session));
        Assert.Equal((3, 3), await UseAsync(scope));
    }

    [Fact]
    public async Task limit_of_one_user_leaves_others_alone_and_steps_over_all_his_jobs()
    {
        await LimitAsync(LimitScope.User, "*", 2);
        for (var i = 0; i < 30; i++)
            await EnqueueAsync(NewJob(createdBy: "ann", priority: 9));
        await EnqueueAsync(NewJob(createdBy: "bob"));
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunks = await ClaimAllAsync(session);
        Assert.Equal(["ann", "ann", "bob", null], chunks.Select(chunk => chunk.CreatedBy).OrderBy(by => by ?? "z"));
        Assert.Empty(await ClaimAllAsync(session));
        foreach (var chunk in chunks.Where(chunk => chunk.CreatedBy == "ann"))
            Assert.True(await FinishAsync(chunk));
        Assert.Equal(2, (await ClaimAllAsync(session)).Count);
    }

    [Fact]
    public async Task rule_of_a_name_counts_before_the_rule_of_every_name()
    {
        await LimitAsync(LimitScope.Org, "*", 1);
        await LimitAsync(LimitScope.Org, "big", 4);
        await EnqueueAsync(NewJob(items: 9, org: "big"));
        await EnqueueAsync(NewJob(items: 9, org: "small"));
        var session = await SessionAsync();
        Assert.Equal(4, (await ClaimAllAsync(session, new Lane("default", "work", "big"))).Count);
        Assert.Single(await ClaimAllAsync(session, new Lane("default", "work", "small")));
        Assert.Empty(await _store.LanesAsync(["default"], Ct));
    }

    [Fact]
    public async Task limit_set_while_jobs_run_counts_them_and_lifting_it_lets_go_on()
    {
        await EnqueueAsync(NewJob(items: 9));
        var session = await SessionAsync();
        var before = await ClaimAsync(session, max: 4);
        await LimitAsync(LimitScope.Type, "work", 2);
        Assert.Equal((2, 4), await UseAsync(LimitScope.Type));
        Assert.Empty(await ClaimAllAsync(session));
        foreach (var chunk in before.Take(3))
            Assert.True(await FinishAsync(chunk));
        Assert.Single(await ClaimAllAsync(session));
        Assert.True(await Limits.RemoveLimitAsync(LimitScope.Type, "work", LimitUnit.Slots, Ct));
        Assert.False(await Limits.RemoveLimitAsync(LimitScope.Type, "work", LimitUnit.Slots, Ct));
        Assert.Equal(4, (await ClaimAllAsync(session)).Count);
        Assert.Empty(await Limits.ListLimitsAsync(Ct));
    }

    [Fact]
    public async Task job_keeps_its_place_between_its_chunks_and_gives_it_up_at_its_end()
    {
        await LimitAsync(LimitScope.Global, "*", 1, LimitUnit.Jobs);
        var first = await EnqueueAsync(NewJob(items: 4));
        var second = await EnqueueAsync(NewJob(items: 2));
        var session = await SessionAsync();
        for (var i = 0; i < 2; i++)
        {
            var chunk = await ClaimOneOfAsync(session);
            Assert.Equal(first, chunk.Key.JobId);
            Assert.True(await FinishAsync(chunk));
        }

        var both = await ClaimAllAsync(session);
        Assert.Equal([first, first], both.Select(chunk => chunk.Key.JobId));
        foreach (var chunk in both)
            Assert.True(await FinishAsync(chunk));
        Assert.Equal([second, second], (await ClaimAllAsync(session)).Select(chunk => chunk.Key.JobId));
    }

    [Theory]
    [InlineData(JobControl.Pause)]
    [InlineData(JobControl.Cancel)]
    public async Task paused_and_cancelled_jobs_give_up_their_place(JobControl control)
    {
        await LimitAsync(LimitScope.Global, "*", 1, LimitUnit.Jobs);
        var first = await EnqueueAsync(NewJob(items: 3));
        var second = await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        var chunk = await ClaimOneOfAsync(session);
        await _store.ControlAsync(first, control, null, Ct);
        Assert.Empty(await ClaimAllAsync(session));
        await FinishAsync(chunk);
        Assert.Equal(second, (await ClaimOneOfAsync(session)).Key.JobId);
    }

    [Fact]
    public async Task job_that_nothing_runs_of_for_long_gives_up_its_place()
    {
        await LimitAsync(LimitScope.Global, "*", 1, LimitUnit.Jobs);
        await EnqueueAsync(NewJob(items: 3, type: "unloved"));
        var second = await EnqueueAsync(NewJob());
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        Assert.True(await FinishAsync(await ClaimOneOfAsync(session, new Lane("default", "unloved", Orgs.Default))));
        Assert.Empty(await ClaimAllAsync(session));
        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await Limits.KeepLimitsAsync(Ct)).Freed);
        Assert.Equal(second, (await ClaimOneOfAsync(session)).Key.JobId);
    }

    [Fact]
    public async Task chunks_of_a_dead_worker_make_room_again()
    {
        await LimitAsync(LimitScope.User, "*", 1);
        await EnqueueAsync(NewJob(createdBy: "ann"));
        await EnqueueAsync(NewJob(createdBy: "ann"));
        Assert.Single(await ClaimAllAsync(await SessionAsync()));
        await AdvanceAsync(Lease);
        Assert.Equal(1, await _store.ReapAsync(Ct));
        await Limits.KeepLimitsAsync(Ct);
        Assert.Single(await ClaimAllAsync(await SessionAsync()));
    }

    [Fact]
    public async Task starts_are_counted_in_the_span_before_now()
    {
        await Limits.SetLimitAsync(new Limit
        {
            Scope = LimitScope.Type,
            Name = "work",
            Unit = LimitUnit.Starts,
            Most = 3,
            Span = TimeSpan.FromSeconds(10),
        }, Ct);
        await EnqueueAsync(NewJob(items: 20));
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        var starts = new List<DateTimeOffset>();
        for (var i = 0; i < 60; i++)
        {
            foreach (var chunk in await ClaimAllAsync(session))
            {
                starts.Add(await _store.NowAsync(Ct));
                Assert.True(await FinishAsync(chunk));
            }

            await AdvanceAsync(TimeSpan.FromMilliseconds(700));
            await Limits.KeepLimitsAsync(Ct);
        }

        Assert.All(starts, end => Assert.InRange(starts.Count(at => at > end.AddSeconds(-10) && at <= end), 1, 3));
        Assert.InRange(starts.Count, 9, 15);
    }

    [Fact]
    public async Task key_limit_may_come_with_the_submission()
    {
        for (var i = 0; i < 3; i++)
            await EnqueueAsync(Keyed(NewJob(), "gpu", 1));
        await EnqueueAsync(NewJob());
        var session = await SessionAsync();
        Assert.Equal(2, (await ClaimAllAsync(session)).Count);
        var limit = Assert.Single(await Limits.ListLimitsAsync(Ct));
        Assert.Equal((LimitScope.Key, "default/gpu", 1), (limit.Scope, limit.Name, limit.Most));
        await EnqueueAsync(Keyed(NewJob(), "gpu", 2));
        await Limits.KeepLimitsAsync(Ct);
        Assert.Single(await ClaimAllAsync(session));
    }

    [Fact]
    public async Task call_repeated_after_a_lost_answer_is_counted_once()
    {
        await LimitAsync(LimitScope.Global, "*", 5);
        await EnqueueAsync(NewJob(items: 9));
        var session = await SessionAsync();
        var request = new ClaimRequest(session, _ids.NextCall(), Work, 3, 3);
        var first = await _store.ClaimAsync(request, Ct);
        var again = await _store.ClaimAsync(request, Ct);
        Assert.Equal(first.Select(chunk => chunk.Key), again.Select(chunk => chunk.Key));
        Assert.Equal((5, 3), await UseAsync(LimitScope.Global));
        Assert.Equal(default, await Limits.KeepLimitsAsync(Ct));
    }

    private ValueTask LimitAsync(LimitScope scope, string name, int most, LimitUnit unit = LimitUnit.Slots) =>
        Limits.SetLimitAsync(new Limit { Scope = scope, Name = name, Most = most, Unit = unit, Actor = "ann" }, Ct);

    private static EnqueuedJob Keyed(EnqueuedJob job, string key, int? slots = null) =>
        job with { Job = job.Job with { LimitKey = key, KeySlots = slots } };

    private async ValueTask<List<ClaimedChunk>> ClaimAllAsync(Guid session, Lane? lane = null)
    {
        var all = new List<ClaimedChunk>();
        while (await ClaimAsync(session, max: 4, lane: lane) is { Count: > 0 } chunks)
            all.AddRange(chunks);
        return all;
    }

    private async ValueTask<ClaimedChunk> ClaimOneOfAsync(Guid session, Lane? lane = null) =>
        Assert.Single(await ClaimAsync(session, max: 1, lane: lane));

    private async ValueTask<(int Most, int Used)> UseAsync(LimitScope scope)
    {
        var use = Assert.Single(await Limits.ListLimitUsesAsync(Ct), use => use.Scope == scope);
        return (use.Most, use.Used);
    }
}
