using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Limits over chunks that clients drive: counted with those of workers.</summary>
public abstract partial class JobStoreContract
{
    [Theory]
    [InlineData(LimitScope.Global, "*", LimitUnit.Slots)]
    [InlineData(LimitScope.Org, "*", LimitUnit.Slots)]
    [InlineData(LimitScope.User, "default/ann", LimitUnit.Slots)]
    [InlineData(LimitScope.Type, "work", LimitUnit.Slots)]
    [InlineData(LimitScope.Queue, "default", LimitUnit.Slots)]
    [InlineData(LimitScope.Key, "default/gpu", LimitUnit.Slots)]
    [InlineData(LimitScope.Global, "*", LimitUnit.Jobs)]
    [InlineData(LimitScope.User, "*", LimitUnit.Jobs)]
    public async Task chunk_that_a_client_drives_finds_the_limit_full_and_takes_nothing(LimitScope scope, string name, LimitUnit unit)
    {
        await LimitAsync(scope, name, 1, unit);
        var first = await EnqueueAsync(DrivenBy("ann", "gpu"));
        var second = await EnqueueAsync(DrivenBy("ann", "gpu"));
        var session = await SessionAsync();
        var (one, chunk) = await BeginAsync(first, session, "one");
        var seq = (await JobAsync(second)).Seq;

        var refused = await _store.BeginProcessAsync(Call(second, session, "two"), false, Ct);

        Assert.Equal((ProcessTurnKind.Limited, null), (refused.Kind, refused.Chunk));
        Assert.Equal((scope, unit, 1, null), (refused.Over!.Scope, refused.Over.Unit, refused.Over.Most, refused.Over.RetryIn));
        var untouched = await JobAsync(second);
        Assert.Equal((seq, JobStatus.Queued, 0), (untouched.Seq, untouched.Status, untouched.Counts.Running));
        Assert.Equal((1, 1), await UseAsync(scope));

        Assert.True((await _store.EndProcessAsync(one, Ended(chunk), Ct))!.Done);
        await Limits.KeepLimitsAsync(Ct);
        Assert.Equal(ProcessTurnKind.Chunk, (await _store.BeginProcessAsync(Call(second, session, "two"), false, Ct)).Kind);
        Assert.Equal((1, 1), await UseAsync(scope));
    }

    [Fact]
    public async Task workers_and_clients_share_one_limit()
    {
        await LimitAsync(LimitScope.Type, "work", 2);
        var driven = await EnqueueAsync(Driven(items: 4));
        await EnqueueAsync(NewJob(items: 4));
        var session = await SessionAsync();
        var (one, chunk) = await BeginAsync(driven, session, "one");

        var claimed = await ClaimAllAsync(session);
        Assert.Single(claimed);
        var refused = await _store.BeginProcessAsync(Call(driven, session, "two"), false, Ct);
        Assert.Equal(ProcessTurnKind.Limited, refused.Kind);

        await _store.EndProcessAsync(one, Ended(chunk), Ct);
        var (two, second) = await BeginAsync(driven, session, "two");
        Assert.Empty(await ClaimAllAsync(session));
        await _store.EndProcessAsync(two, Ended(second), Ct);
        await Limits.KeepLimitsAsync(Ct);
        Assert.Single(await ClaimAllAsync(session));
        Assert.Equal((2, 2), await UseAsync(LimitScope.Type));
    }

    [Fact]
    public async Task rate_says_when_the_next_driven_chunk_may_start()
    {
        var tenSeconds = TimeSpan.FromSeconds(10);
        await Limits.SetLimitAsync(
            new Limit { Scope = LimitScope.Type, Name = "work", Unit = LimitUnit.Starts, Most = 2, Span = tenSeconds }, Ct);
        var id = await EnqueueAsync(Driven(items: 5));
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        await BeginAsync(id, session, "one");
        await BeginAsync(id, session, "two");

        var refused = await _store.BeginProcessAsync(Call(id, session, "three"), false, Ct);
        Assert.Equal(ProcessTurnKind.Limited, refused.Kind);
        var wait = refused.Over!.RetryIn!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));

        await AdvanceAsync(wait + Tick);
        Assert.Equal(ProcessTurnKind.Chunk, (await _store.BeginProcessAsync(Call(id, session, "three"), false, Ct)).Kind);
    }

    [Fact]
    public async Task job_that_a_client_drives_keeps_its_place_between_calls_for_ten_seconds()
    {
        await LimitAsync(LimitScope.Global, "*", 1, LimitUnit.Jobs);
        var first = await EnqueueAsync(Driven(items: 2));
        var second = await EnqueueAsync(Driven(items: 2));
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        var (one, chunk) = await BeginAsync(first, session, "one");
        await _store.EndProcessAsync(one, Ended(chunk), Ct);
        await Limits.KeepLimitsAsync(Ct);
        Assert.Equal(ProcessTurnKind.Limited, (await _store.BeginProcessAsync(Call(second, session, "other"), false, Ct)).Kind);

        await AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await Limits.KeepLimitsAsync(Ct)).Freed);
        Assert.Equal(ProcessTurnKind.Chunk, (await _store.BeginProcessAsync(Call(second, session, "other"), false, Ct)).Kind);
        Assert.Equal(ProcessTurnKind.Limited, (await _store.BeginProcessAsync(Call(first, session, "two"), false, Ct)).Kind);
    }

    private EnqueuedJob DrivenBy(string person, string key)
    {
        var job = Driven(items: 1);
        return job with { Job = job.Job with { CreatedBy = person, LimitKey = key } };
    }
}
