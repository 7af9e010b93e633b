using Headway.Client;
using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Worker;

namespace Headway.Tests.Worker;

public sealed class JudgeTests
{
    private static readonly JobType Type = new() { Name = "told", Handler = typeof(Told), AttemptTimeout = TimeSpan.FromMinutes(5) };
    private readonly Judge _judge;

    public JudgeTests()
    {
        var ids = new IdSource(TimeProvider.System, new Random(1));
        var client = new JobClient(new SimStore(TimeProvider.System), new JobTypeRegistry([Type]), ids);
        _judge = new Judge(new HeadwayOptions { MaxOutputBytes = 100 }, ids, client);
    }

    [Fact]
    public void output_is_snake_case_json()
    {
        var outcome = Judged(Outcome.Completed(new { PageCount = 2, State = ItemState.Ready, Nothing = (string?)null }));
        Assert.Equal("""{"page_count":2,"state":"ready"}""", outcome.Output);
    }

    [Fact]
    public void output_that_is_too_large_fails_for_good_and_leaves_out_what_went_with_it()
    {
        var record = Record(Outcome.Completed(new string('x', 200)).With((_, _) => ValueTask.CompletedTask)
            .WithFollowUp(new NewItem(null, null)));
        Assert.Equal((ItemState.Failed, "output_too_large"), (record.Outcomes[0].State, record.Outcomes[0].Fault!.Code));
        Assert.Empty(record.Effects);
        Assert.Empty(record.FollowUps);
    }

    [Fact]
    public void output_that_is_no_json_fails_for_good()
    {
        Assert.Equal((ItemState.Failed, "output_not_json"), StateAndCode(Judged(Outcome.Completed(new RawJson("{")))));
        Assert.Equal((ItemState.Failed, "output_not_json"), StateAndCode(Judged(Outcome.Completed(new Breaking()))));
    }

    [Fact]
    public void follow_up_that_cannot_be_taken_fails_for_good() =>
        Assert.Equal(
            (ItemState.Failed, "bad_follow_up"), StateAndCode(Judged(Outcome.Completed().WithFollowUp(new NewItem(null, "no json")))));

    [Fact]
    public void child_is_of_the_job_that_submits_it_and_one_that_cannot_be_taken_fails_for_good()
    {
        var child = new NewJob { Type = "told", Org = "elsewhere" };
        var born = Assert.Single(Record(Outcome.Completed().WithChild(child, ChildPolicy.Ignore)).Children).Job;
        Assert.Equal(("default", JobSource.Parent), (born.Org, born.Source));
        Assert.Equal(new ParentLink(default, ChildPolicy.Ignore), born.Parent);
        var record = Record(Outcome.Completed().WithChild(child).WithChild(child with { Type = "unheard" }));
        Assert.Equal((ItemState.Failed, "bad_child"), StateAndCode(record.Outcomes[0]));
        Assert.Empty(record.Children);
    }

    [Fact]
    public void exception_is_a_passing_fault_with_its_trace_as_detail()
    {
        var fault = Judged(Thrown(new InvalidOperationException("It\0broke"))).Fault!;
        Assert.Equal((FaultClass.Transient, "error", "It\uFFFDbroke"), (fault.Class, fault.Code, fault.Message));
        Assert.Contains(nameof(InvalidOperationException), fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void long_texts_are_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("\U0001F4C4", 20_000));
        var fault = Judged(Thrown(FaultException.Permanent("code", text, text))).Fault!;
        Assert.Equal((1999, 1999), (fault.Message.Length, fault.Hint!.Length));
        Assert.DoesNotContain('\uFFFD', fault.Message);
    }

    [Fact]
    public void stop_for_time_is_told_from_other_cancellations()
    {
        Assert.Equal("timeout", Judged(Thrown(new OperationCanceledException()), StopReason.TimedOut).Fault!.Code);
        Assert.Equal("error", Judged(Thrown(new TaskCanceledException("HttpClient.Timeout"))).Fault!.Code);
    }

    [Fact]
    public void throttled_item_waits_at_least_as_long_as_it_was_told()
    {
        var outcome = Judged(Thrown(FaultException.Throttled("busy", "The service is busy.", TimeSpan.FromMinutes(2))));
        Assert.Equal(ItemState.Retrying, outcome.State);
        Assert.InRange(outcome.RetryIn, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void last_attempt_fails() =>
        Assert.Equal(ItemState.Failed, Judged(Thrown(new IOException("gone")), number: RetryPolicy.Default.Attempts).State);

    [Fact]
    public void fault_in_an_effect_keeps_its_own_words()
    {
        var held = Held(1);
        var told = FaultException.Permanent("no_such_course", "The course was deleted.");
        var record = _judge.RecordFailure(Type, held, new EffectFailedException(held.Key, told), TimeSpan.Zero);
        Assert.Equal((ItemState.Failed, "no_such_course"), StateAndCode(record.Outcomes[0]));
    }

    private static (ItemState State, string? Code) StateAndCode(ItemOutcome outcome) => (outcome.State, outcome.Fault?.Code);

    private static Called Thrown(Exception e) => new(1, null, e);

    private ItemOutcome Judged(Outcome outcome) => Record(outcome).Outcomes[0];

    private FinishedChunk Record(Outcome outcome) => _judge.Record(Type, Held(1), [new Called(1, outcome, null)], TimeSpan.Zero);

    private ItemOutcome Judged(Called called, StopReason reason = StopReason.None, int number = 1)
    {
        var held = Held(number);
        if (reason != StopReason.None)
            held.Stop(reason);
        return _judge.Record(Type, held, [called], TimeSpan.Zero).Outcomes[0];
    }

    private static HeldChunk Held(int number)
    {
        var key = new ChunkKey(Guid.Empty, default, 1, 1);
        return new HeldChunk(
            new ClaimedChunk(key, ChunkKind.Work, "default", "told", "{}", null, null, 1, number, 1, [new ClaimedItem(1, null, null)]), 0);
    }

    private sealed class Breaking
    {
        private readonly string _path = "gone";

        public string Value => throw new IOException($"{_path} is gone");
    }
}
