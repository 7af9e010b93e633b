using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Tests.Stats;

/// <summary>Why a job does not run, case by case; and which worker is not healthy.</summary>
public sealed class WhyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        { "completed", "ended", "It has ended: everything of it is done." },
        { "failed", "ended", "It has failed." },
        { "running", "running", "It runs: 2 items are in slots." },
        { "pausing", "pausing", "It is paused; 2 items are still to end." },
        { "planning", "planning", "Its items are being enumerated; they start while that goes on." },
        { "paused", "paused", "It was paused by ann." },
        { "held queue", "held", "The queue default is paused until 2026-01-01 13:00:00 UTC: upgrade." },
        { "client", "client_driven", "A client drives it: no worker takes anything of it." },
        { "after one", "waits_for_jobs", "It comes after job_00000000" },
        { "scheduled", "not_due", "It is due at 2026-01-01 15:00:00 UTC, in 3 hours." },
        { "retrying", "retry_wait", "Its next attempt is due at 2026-01-01 12:00:30 UTC, in 30 seconds." },
        { "breaker", "circuit_open", "Calls to smtp.example.org fail, so none are made until 2026-01-01 12:01:00 UTC." },
        { "limit", "limit_reached", "The limit of user ann is reached: 3 of 3." },
        { "no worker", "no_worker", "No worker is alive." },
        { "other type", "no_worker_for_type", "No live worker has a handler for work." },
        { "other queue", "no_worker_for_queue", "No live worker takes work from the queue default." },
        { "draining", "workers_leaving", "Every worker for it drains or does not beat." },
        { "silent", "workers_leaving", "Every worker for it drains or does not beat." },
        { "busy", "slots_busy", "4 of 4 slots for it are busy; 7 jobs are before it." },
        { "very busy", "slots_busy", "4 of 4 slots for it are busy; 1,000 jobs or more are before it." },
        { "free", "about_to_start", "It is next, and a slot is free: it starts in a moment." },
        { "all at once", "paused", "It was paused by ann." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void first_reason_is_what_must_go_first(string situation, string code, string message)
    {
        var reasons = Why.Not(Situation(situation));
        Assert.Equal(code, reasons[0].Code);
        Assert.StartsWith(message, reasons[0].Message, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.EndsWith(".", reason.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void everything_in_the_way_is_told_in_order()
    {
        Assert.Equal(
            ["paused", "held", "client_driven", "waits_for_jobs", "not_due", "circuit_open", "limit_reached"],
            Why.Not(Situation("all at once")).Select(reason => reason.Code));
    }

    [Theory]
    [InlineData("beats and is idle", 5, 0, 30, 300, "healthy")]
    [InlineData("late beat", 21, 0, 0, 300, "unhealthy")]
    [InlineData("takes nothing while work waits", 5, 0, 61, 61, "unhealthy")]
    [InlineData("takes nothing, but the work has just come", 5, 0, 300, 5, "healthy")]
    [InlineData("takes nothing, as its slots are busy", 5, 4, 300, 300, "healthy")]
    public void a_worker_is_judged_by_its_beat_and_by_what_it_takes(
        string what, int beat, int busy, int claimed, int waiting, string state)
    {
        var session = Session() with { BeatAt = Ago(beat), Busy = busy, ClaimedAt = Ago(claimed) };
        var health = WorkerHealth.Of(session, Now, [new WaitingWork("default", "work", Ago(waiting))]);
        Assert.True(health.State == state, what);
        Assert.Equal(state == "unhealthy", health.Reason is not null);
        Assert.Equal("healthy", WorkerHealth.Of(session with { BeatAt = Now }, Now, [new WaitingWork("other", "work", Ago(900))]).State);
        Assert.Equal("draining", WorkerHealth.Of(session with { BeatAt = Now, Draining = true }, Now, []).State);
        Assert.Equal("gone", WorkerHealth.Of(session with { EndedAt = Now }, Now, []).State);
    }

    private static WhyFacts Situation(string name)
    {
        var plain = new WhyFacts { Now = Now, Job = Job(JobStatus.Queued), Sessions = [Session()] };
        var busy = plain with { Sessions = [Session() with { Busy = 4 }], Ahead = 7 };
        return name switch
        {
            "completed" => plain with { Job = Job(JobStatus.Completed) with { Phase = JobPhase.Final } },
            "failed" => plain with { Job = Job(JobStatus.Failed) with { Phase = JobPhase.Final } },
            "running" => plain with { Job = Running() },
            "pausing" => plain with { Job = Running() with { Control = JobControl.Pause } },
            "planning" => plain with { Job = Job(JobStatus.Preparing) },
            "paused" => plain with { Job = Job(JobStatus.Paused) with { Control = JobControl.Pause }, PausedBy = "ann" },
            "held queue" => plain with { Holds = [new WhyHold("queue default", "upgrade", Now.AddHours(1))] },
            "client" => plain with { DrivenByClient = true },
            "after one" => plain with { WaitsFor = [new JobId(Guid.Empty)] },
            "scheduled" => plain with { Job = Job(JobStatus.Scheduled) with { DueAt = Now.AddHours(3) } },
            "retrying" => plain with { Job = Job(JobStatus.Retrying), RetryAt = Now.AddSeconds(30) },
            "breaker" => plain with { Breakers = [new WhyBreaker("smtp.example.org", Now.AddMinutes(1))] },
            "limit" => plain with { Limits = [new WhyLimit("user ann", 3, 3)] },
            "no worker" => plain with { Sessions = [] },
            "other type" => plain with { Sessions = [Session() with { Types = ["rest"] }] },
            "other queue" => plain with { Sessions = [Session() with { Queues = ["slow"] }] },
            "draining" => plain with { Sessions = [Session() with { Draining = true }] },
            "silent" => plain with { Sessions = [Session() with { BeatAt = Ago(25) }] },
            "busy" => busy,
            "very busy" => busy with { Ahead = JobSurroundings.MostAhead },
            "free" => plain,
            _ => plain with
            {
                Job = Job(JobStatus.Scheduled) with { Control = JobControl.Pause, DueAt = Now.AddHours(1) },
                PausedBy = "ann",
                DrivenByClient = true,
                WaitsFor = [new JobId(Guid.Empty), new JobId(Guid.Empty)],
                Holds = [new WhyHold("queue default", null, null)],
                Limits = [new WhyLimit("user ann", 3, 3)],
                Breakers = [new WhyBreaker("smtp.example.org", Now.AddMinutes(1))],
            },
        };
    }

    private static DateTimeOffset Ago(int seconds) => Now.AddSeconds(-seconds);

    private static Job Running() => Job(JobStatus.Running) with { Counts = new JobCounts(5, 2, 0, 0, 0, 0, 0, 0) };

    private static Job Job(JobStatus status) => new()
    {
        Id = new JobId(Guid.Empty),
        Org = "o",
        Type = "work",
        Queue = "default",
        Config = "{}",
        Labels = new Dictionary<string, string>(),
        Status = status,
        Planned = true,
        Counts = new JobCounts(1, 0, 0, 0, 0, 0, 0, 0),
        CreatedAt = Now,
        ActiveAt = Now,
    };

    private static WorkerSession Session() => new()
    {
        Id = Guid.Empty,
        Worker = "w",
        Host = "h",
        Version = "1",
        Slots = 4,
        Queues = ["default"],
        Types = ["work"],
        StartedAt = Now.AddHours(-1),
        BeatAt = Now,
    };
}
