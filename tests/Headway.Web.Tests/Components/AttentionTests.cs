using Headway.Model;
using Headway.Stats;
using Headway.Store;
using Headway.Web.Dashboard.Pages;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class AttentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 34, 56, TimeSpan.Zero);

    [Fact]
    public void nothing_needs_anybody_where_nothing_waits_and_nothing_fails() =>
        Assert.Empty(AttentionList.Of(new AttentionFacts { Now = Now, Workers = [Worker()] }));

    [Fact]
    public void work_that_no_worker_takes_comes_first()
    {
        var needs = AttentionList.Of(new AttentionFacts
        {
            Now = Now,
            Workers = [Worker()],
            Waiting = [new WaitingJobs("default", "skills.syllabus", 3), new WaitingJobs("default", "skills.other", 2)],
            Retrying = 1,
        });

        Assert.Equal(
            ["No worker takes skills.other from the queue default", "1 job waits for another attempt"], needs.Select(n => n.Title));
        Assert.Equal("bad", needs[0].Tone);
    }

    [Theory]
    [InlineData(4, 0, null)]
    [InlineData(5, 21, null)]
    [InlineData(5, 20, "warn")]
    [InlineData(10, 10, "bad")]
    public void a_type_is_failing_from_five_failures_and_a_fifth_of_all(long failed, long done, string? tone)
    {
        var needs = AttentionList.Of(new AttentionFacts
        {
            Now = Now,
            LastHour = [new StatsRow { Key = "a", Retried = failed, Completed = done }],
        });

        Assert.Equal(tone, needs.SingleOrDefault()?.Tone);
    }

    [Fact]
    public void destinations_that_are_not_called_and_errors_that_are_back_are_named()
    {
        var needs = AttentionList.Of(new AttentionFacts
        {
            Now = Now,
            Regressed = [Back("0123456789abcdef")],
            Breakers = [.. "abcde".Select(letter => new Breaker
            {
                Org = Orgs.Default,
                Destination = $"{letter}.example",
                State = BreakerState.Open,
                OpenedAt = Now,
                Reason = "20 of 30 calls failed",
            })],
        });

        Assert.Equal(
            ["a.example is not called", "b.example is not called", "c.example is not called", "2 more destinations are not called",
                "no_text is back"],
            needs.Select(need => need.Title));
        Assert.StartsWith("20 of 30 calls failed. ", needs[0].More, StringComparison.Ordinal);
        Assert.Equal("errors?state=regressed&error=0123456789abcdef", needs[^1].Href);
    }

    [Fact]
    public void a_paused_queue_is_named_while_something_waits_in_it_with_a_click_that_resumes_it()
    {
        var hold = new Hold { Kind = HoldKind.Queue, Name = "default", Reason = "The model is down." };
        var facts = new AttentionFacts { Now = Now, Workers = [Worker()], Holds = [hold] };

        Assert.Empty(AttentionList.Of(facts));
        var need = Assert.Single(AttentionList.Of(facts with { Waiting = [new WaitingJobs("default", "skills.syllabus", 3)] }));

        Assert.Equal(("The queue default is paused, and 3 jobs wait", "The model is down.", hold), (need.Title, need.More, need.Lift));
    }

    [Theory]
    [InlineData(59, 120, false)]
    [InlineData(60, 120, true)]
    [InlineData(19, 1, false)]
    public void a_line_is_long_when_its_last_job_starts_in_half_an_hour_or_later(int waits, long startedLastHour, bool isLong)
    {
        var needs = AttentionList.Of(new AttentionFacts
        {
            Now = Now,
            Workers = [Worker()],
            Waiting = [new WaitingJobs("default", "skills.syllabus", waits)],
            LastHourOfQueues = [new StatsRow { Key = "default", Started = startedLastHour }],
        });

        Assert.Equal(isLong, needs.Any(need => need.Key == "line:default"));
    }

    private static (WorkerSession, WorkerHealth) Worker() => (
        new WorkerSession
        {
            Id = Guid.NewGuid(),
            Worker = "w",
            Host = "h",
            Version = "1",
            Queues = ["default"],
            Types = ["skills.syllabus"],
            BeatAt = Now,
        },
        new WorkerHealth("healthy", null));

    private static ErrorGroup Back(string print) => new()
    {
        Print = print,
        Class = FaultClass.Permanent,
        Code = "no_text",
        Pattern = "The file holds no text.",
        Sample = "The file holds no text.",
        Times = 1,
        Failed = 1,
        Jobs = 1,
        AllTimes = 2,
        FirstAt = Now,
        LastAt = Now,
        State = ErrorState.Regressed,
        Actor = "ann",
    };
}
