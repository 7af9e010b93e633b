using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Tests.Machine;

public sealed class FirePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);
    private static readonly DateTimeOffset Minute = Now.AddSeconds(-30);

    [Fact]
    public void fire_that_is_a_little_late_is_made()
    {
        var plan = Decide(MisfirePolicy.Skip, late: 0);
        Assert.Equal([(Minute, FireOutcome.Submitted, 0)], Told(plan));
        Assert.Equal(Minute.AddMinutes(1), plan.NextAt);
    }

    [Theory]
    [InlineData(MisfirePolicy.Skip, 10, 1, 10)]
    [InlineData(MisfirePolicy.Once, 10, 1, 10)]
    [InlineData(MisfirePolicy.All, 10, 11, 0)]
    [InlineData(MisfirePolicy.All, 500, 100, 401)]
    [InlineData(MisfirePolicy.Once, 60 * 24 * 30, 1, 10_000)]
    public void missed_fires_follow_the_policy(MisfirePolicy policy, int minutes, int fires, int missed)
    {
        var plan = Decide(policy, minutes);
        Assert.Equal(fires, plan.Fires.Count);
        Assert.All(plan.Fires, fire => Assert.Equal(FireOutcome.Submitted, fire.Outcome));
        Assert.Equal((Minute, missed), (plan.Fires[^1].At, plan.Fires[0].Missed));
        Assert.Equal(fires, plan.Fires.Select(fire => fire.At).Distinct().Count());
    }

    [Fact]
    public void missed_fires_that_nothing_makes_up_for_are_recorded_as_missed()
    {
        var timing = new Timing { Cron = "0 3 * * *" };
        var plan = Decide(MisfirePolicy.Skip, timing, Now.Date.AddDays(-5).AddHours(3));
        Assert.Equal([(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero), FireOutcome.Missed, 5)], Told(plan));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), plan.NextAt);
    }

    [Fact]
    public void fires_of_one_look_overlap_each_other_too()
    {
        Assert.Equal(
            [FireOutcome.Submitted, FireOutcome.Overlapped, FireOutcome.Overlapped],
            Decide(MisfirePolicy.All, 2, OverlapPolicy.Skip).Fires.Select(fire => fire.Outcome));
        Assert.Equal(
            [FireOutcome.Submitted, FireOutcome.Waiting, FireOutcome.Waiting],
            Decide(MisfirePolicy.All, 2, OverlapPolicy.Queue).Fires.Select(fire => fire.Outcome));
    }

    [Fact]
    public void waiting_fire_goes_first_and_at_most_a_hundred_wait()
    {
        var old = Minute.AddMinutes(-200);
        var schedule = Schedule(MisfirePolicy.All, OverlapPolicy.Queue, new Timing { Cron = "* * * * *" }, Minute);
        var due = new DueSchedule(schedule with { Waiting = 100 }, Now, 0, old);
        Assert.Equal(
            [(old, FireOutcome.Submitted, 0), (Minute, FireOutcome.Waiting, 0)], Told(FirePlanner.Decide(due, Job)));
        Assert.Equal([(Minute, FireOutcome.Overlapped, 0)], Told(FirePlanner.Decide(due with { Open = 1 }, Job)));
    }

    [Fact]
    public void one_time_leaves_no_next()
    {
        var plan = Decide(MisfirePolicy.Once, new Timing { At = Now.AddHours(-1) }, Now.AddHours(-1));
        Assert.Equal([(Now.AddHours(-1), FireOutcome.Submitted, 0)], Told(plan));
        Assert.Null(plan.NextAt);
    }

    private static FirePlan Decide(MisfirePolicy misfire, int late, OverlapPolicy overlap = OverlapPolicy.Allow) =>
        FirePlanner.Decide(
            new DueSchedule(
                Schedule(misfire, overlap, new Timing { Cron = "* * * * *" }, Minute.AddMinutes(-late)), Now, 0, null), Job);

    private static FirePlan Decide(MisfirePolicy misfire, Timing timing, DateTimeOffset next) =>
        FirePlanner.Decide(new DueSchedule(Schedule(misfire, OverlapPolicy.Skip, timing, next), Now, 0, null), Job);

    private static IEnumerable<(DateTimeOffset, FireOutcome, int)> Told(FirePlan plan) =>
        plan.Fires.Select(fire => (fire.At, fire.Outcome, fire.Missed));

    private static EnqueuedJob Job() => new(default, new NewJob { Type = "t" }, false, false, 1, 1);

    private static Schedule Schedule(MisfirePolicy misfire, OverlapPolicy overlap, Timing timing, DateTimeOffset next) => new()
    {
        Id = Guid.Empty,
        Org = Orgs.Default,
        Name = "s",
        Timing = timing,
        Overlap = overlap,
        Misfire = misfire,
        Template = Job(),
        NextAt = next,
    };
}
