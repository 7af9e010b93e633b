using Headway.Machine;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private const string Mail = "smtp.example.org";
    private static readonly BreakerRule Rule = new();

    private IBreakerStore Calls => (IBreakerStore)_under.Store;

    [Fact]
    public async Task destination_that_fails_half_of_twenty_calls_is_opened_for_its_organisation()
    {
        Assert.Empty(await CountAsync(19, 19));
        Assert.Empty(await CountAsync(1, 0, destination: "other"));
        var open = Assert.Single(await CountAsync(1, 0, org: "acme", more: new CallCount(Orgs.Default, Mail, "b", 4, 1, 0)));
        Assert.Equal((Orgs.Default, Mail, BreakerState.Open), (open.Org, open.Destination, open.State));
        Assert.Equal(("20 of 23 calls failed", null), (open.Reason, open.Actor));
        Assert.Equal(Rule.ProbeEvery, open.ProbeAt - open.OpenedAt);
        var listed = await Calls.ListBreakersAsync(Rule, Ct);
        Assert.Equal([(Orgs.Default, Mail), ("acme", Mail), (Orgs.Default, "other")], listed.Select(one => (one.Org, one.Destination)));
        Assert.Equal((23, 20, 0), (listed[0].Calls, listed[0].Faults, listed[0].Refused));
        Assert.Equal(["a", "b"], listed[0].Types);
        Assert.Equal(BreakerState.Closed, listed[1].State);
    }

    [Fact]
    public async Task calls_of_earlier_windows_open_nothing()
    {
        await CountAsync(19, 19);
        await AdvanceAsync(Rule.Window + BreakerRule.Slice);
        Assert.Empty(await CountAsync(19, 19));
        Assert.Equal(19, Assert.Single(await Calls.ListBreakersAsync(Rule, Ct)).Calls);
        await AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Empty(await Calls.ListBreakersAsync(Rule, Ct));
    }

    [Fact]
    public async Task one_call_is_tried_at_a_time_and_its_success_closes()
    {
        await CountAsync(20, 10);
        Assert.Null(await ProbeAsync());
        await AdvanceAsync(Rule.ProbeEvery);
        var opened = await ProbeAsync();
        Assert.NotNull(opened);
        Assert.Null(await ProbeAsync());
        Assert.Equal(BreakerState.HalfOpen, Assert.Single(await CountAsync(0, 0)).State);
        Assert.False(await EndProbeAsync(opened.Value, succeeded: false));
        Assert.Equal(BreakerState.Open, Assert.Single(await CountAsync(0, 0)).State);
        Assert.Null(await ProbeAsync());
        await AdvanceAsync(Rule.ProbeEvery);
        Assert.Equal(opened, await ProbeAsync());
        Assert.True(await EndProbeAsync(opened.Value, succeeded: true));
        Assert.False(await EndProbeAsync(opened.Value, succeeded: true));
        Assert.Empty(await CountAsync(1, 1));
        var closed = Assert.Single(await Calls.ListBreakersAsync(Rule, Ct));
        Assert.Equal((BreakerState.Closed, 1, "it answered again"), (closed.State, closed.Calls, closed.Reason));
        Assert.Null(await ProbeAsync());
    }

    [Fact]
    public async Task what_a_person_opened_only_a_person_closes()
    {
        await CountAsync(20, 20);
        await AdvanceAsync(Rule.ProbeEvery);
        var probe = await ProbeAsync();
        await AdvanceAsync(Tick);
        await Calls.OpenBreakerAsync(Orgs.Default, Mail, "ann", "moving house", Ct);
        Assert.False(await EndProbeAsync(probe!.Value, succeeded: true));
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Null(await ProbeAsync());
        var open = Assert.Single(await CountAsync(5, 0));
        Assert.Equal(("ann", "moving house", BreakerState.Open), (open.Actor, open.Reason, open.State));
        Assert.Null(open.ProbeAt);
        Assert.True(await Calls.CloseBreakerAsync(Orgs.Default, Mail, "bob", "moved", Ct));
        Assert.False(await Calls.CloseBreakerAsync(Orgs.Default, Mail, "bob", "moved", Ct));
        Assert.False(await Calls.CloseBreakerAsync(Orgs.Default, "unknown", null, null, Ct));
        var closed = Assert.Single(await Calls.ListBreakersAsync(Rule, Ct));
        Assert.Equal(("bob", "moved"), (closed.Actor, closed.Reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task spared_attempt_waits_and_is_not_charged(int? items)
    {
        var id = await EnqueueAsync(NewJob(items: items));
        var session = await SessionAsync(lease: TimeSpan.FromHours(1));
        for (var round = 0; round < 5; round++)
        {
            var chunk = await ClaimOneAsync(session);
            Assert.Equal((1, 1), (chunk.Key.Lo, chunk.Number));
            Assert.True((await _store.FinishAsync([Spared(chunk)], Ct))[0]);
            var item = (await _store.GetItemAsync(id, 1, Ct))!;
            Assert.Equal((ItemState.Retrying, 0, "breaker_open"), (item.State, item.Attempts, item.Fault?.Code));
            Assert.Equal(1, (await JobAsync(id)).Counts.Waiting);
            await AdvanceAsync(TimeSpan.FromSeconds(10));
            await _store.PromoteAsync(Ct);
        }

        var last = await ClaimOneAsync(session);
        Assert.Equal((1, 1), (last.Key.Lo, last.Number));
        Assert.True(await FinishAsync(last));
        var attempts = await _store.ListAttemptsAsync(id, 1, Ct);
        Assert.Equal([.. Enumerable.Repeat(AttemptOutcome.Released, 5), AttemptOutcome.Completed], attempts.Select(one => one.Outcome));
        Assert.All(attempts, one => Assert.Null(one.Fault));
        Assert.Equal((1, null), (await _store.GetItemAsync(id, 1, Ct)) is var done ? (done!.Attempts, done.Fault?.Code) : default);
    }

    private static FinishedChunk Spared(ClaimedChunk chunk) => new(
        chunk.Key,
        [
            new ItemOutcome
            {
                No = chunk.Key.Lo,
                State = ItemState.Retrying,
                Fault = new Fault { Class = FaultClass.Throttled, Code = "breaker_open", Message = "Calls fail." },
                RetryIn = TimeSpan.FromSeconds(10),
                Spared = true,
            },
        ],
        [], [], new ChunkUsage(TimeSpan.FromMilliseconds(1)));

    private ValueTask<DateTimeOffset?> ProbeAsync() => Calls.TakeProbeAsync(Orgs.Default, Mail, Rule, Ct);

    private ValueTask<bool> EndProbeAsync(DateTimeOffset opened, bool succeeded) =>
        Calls.EndProbeAsync(Orgs.Default, Mail, opened, succeeded, Rule, Ct);

    private ValueTask<IReadOnlyList<Breaker>> CountAsync(
        int calls, int faults, string org = Orgs.Default, string destination = Mail, CallCount? more = null)
    {
        List<CallCount> counts = calls == 0 ? [] : [new CallCount(org, destination, "a", calls, faults, 0)];
        if (more is { } other)
            counts.Add(other);
        return Calls.CountCallsAsync(counts, Rule, Ct);
    }
}
