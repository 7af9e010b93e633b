using Headway.Model;
using Headway.Store;

namespace Headway.Machine;

/// <summary>Decides what a schedule whose time has come does: its policies, as a pure function.</summary>
internal static class FirePlanner
{
    /// <summary>Later than this, a fire counts as missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private const int MostMadeUp = 100;
    private const int MostWaiting = 100;
    private const int MostCounted = 10_000;

    /// <summary>The plan of a due schedule.</summary>
    /// <param name="due">The schedule, the store's time, and what is open.</param>
    /// <param name="job">Makes the job of a fire.</param>
    public static FirePlan Decide(DueSchedule due, Func<EnqueuedJob> job)
    {
        var schedule = due.Schedule;
        var rule = TimingRule.Of(schedule.Timing);
        var fires = new List<PlannedFire>();
        var (open, waiting) = (due.Open, schedule.Waiting);
        if (due.OldestWaiting is { } oldest && open == 0)
        {
            fires.Add(new PlannedFire(oldest, FireOutcome.Submitted, job(), 0));
            (open, waiting) = (open + 1, waiting - 1);
        }

        if (schedule.NextAt is not { } from || from > due.Now || schedule.PausedAt is not null)
            return new FirePlan(fires, schedule.NextAt);
        var (times, missed, last) = Times(rule, schedule.Misfire, from, due.Now);
        if (times.Count == 0 && missed > 0)
            fires.Add(new PlannedFire(last, FireOutcome.Missed, null, missed - 1));
        foreach (var at in times)
        {
            if (schedule.Overlap == OverlapPolicy.Allow || (open == 0 && waiting == 0))
            {
                fires.Add(new PlannedFire(at, FireOutcome.Submitted, job(), missed));
                open++;
            }
            else if (schedule.Overlap == OverlapPolicy.Queue && waiting < MostWaiting)
            {
                fires.Add(new PlannedFire(at, FireOutcome.Waiting, null, missed));
                waiting++;
            }
            else
            {
                fires.Add(new PlannedFire(at, FireOutcome.Overlapped, null, missed));
            }

            missed = 0;
        }

        return new FirePlan(fires, rule.After(due.Now));
    }

    /// <summary>The times to fire for, how many before them are passed over, and the last of those.</summary>
    private static (IReadOnlyList<DateTimeOffset> Times, int Missed, DateTimeOffset Last) Times(
        TimingRule rule, MisfirePolicy policy, DateTimeOffset from, DateTimeOffset now)
    {
        if (from >= now - Grace)
            return ([.. rule.Between(from, now)], 0, from);
        IReadOnlyList<DateTimeOffset> times = policy switch
        {
            MisfirePolicy.All => rule.Last(MostMadeUp, from, now),
            MisfirePolicy.Once => rule.Last(1, from, now),
            _ => [.. rule.Between(now - Grace, now)],
        };
        var before = times.Count > 0 ? times[0].AddTicks(-1) : now;
        var missed = rule.Between(from, before).Take(MostCounted).Count();
        return (times, missed, missed > 0 && times.Count == 0 ? rule.Last(1, from, before)[0] : from);
    }
}
