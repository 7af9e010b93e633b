using Headway.Machine;
using Headway.Model;

namespace Headway.Tests.Machine;

public sealed class JobStatusFoldTests
{
    private static readonly bool[] Both = [false, true];

    [Fact]
    public void fold_is_the_first_rule_that_fits_for_all_small_facts()
    {
        var seen = new HashSet<JobStatus>();
        var count = 0;
        foreach (var facts in AllFacts())
        {
            var expected = Stated(facts);
            var actual = JobStatusFold.Of(facts);
            Assert.True(expected == actual, $"{facts} is {actual}, by the rules {expected}");
            seen.Add(actual);
            count++;
        }

        Assert.Equal(Enum.GetValues<JobStatus>().ToHashSet(), seen);
        Assert.True(count > 20_000, $"only {count} combinations");
    }

    [Fact]
    public void all_items_final_with_failures_is_completed_and_without_any_success_failed()
    {
        Assert.Equal(JobStatus.Completed, Ended(new JobCounts(3, 0, 0, 0, 1, 2, 0, 0)));
        Assert.Equal(JobStatus.Completed, Ended(new JobCounts(3, 0, 0, 0, 0, 2, 1, 0)));
        Assert.Equal(JobStatus.Failed, Ended(new JobCounts(3, 0, 0, 0, 0, 3, 0, 0)));
        Assert.Equal(JobStatus.Failed, Ended(new JobCounts(3, 0, 0, 0, 0, 1, 0, 2)));
        Assert.Equal(JobStatus.Completed, Ended(default));

        static JobStatus Ended(JobCounts counts) =>
            JobStatusFold.Of(new JobFacts { Phase = JobPhase.Final, Counts = counts, Started = true });
    }

    [Fact]
    public void paused_job_with_something_running_still_runs()
    {
        var facts = new JobFacts { Control = JobControl.Pause, Counts = new JobCounts(2, 1, 0, 0, 0, 0, 0, 0), Started = true };
        Assert.Equal(JobStatus.Running, JobStatusFold.Of(facts));
        Assert.Equal(JobStatus.Paused, JobStatusFold.Of(facts with { Counts = new JobCounts(2, 0, 1, 0, 0, 0, 0, 0) }));
    }

    [Fact]
    public void job_whose_plan_alone_runs_is_preparing()
    {
        var facts = new JobFacts { PlanRunning = true, Started = true };
        Assert.Equal(JobStatus.Preparing, JobStatusFold.Of(facts));
        Assert.Equal(JobStatus.Preparing, JobStatusFold.Of(facts with { Control = JobControl.Pause }));
        Assert.Equal(JobStatus.Running, JobStatusFold.Of(facts with { Counts = new JobCounts(1, 1, 0, 0, 0, 0, 0, 0) }));
    }

    // The rules as they are written down, said again from the items' side: a list of open places, each with what it is doing.
    private static JobStatus Stated(JobFacts facts)
    {
        if (facts.Control == JobControl.Cancel)
            return facts.Overran ? JobStatus.Failed : JobStatus.Cancelled;

        var succeeded = facts.Counts.Completed + facts.Counts.Skipped;
        if (facts.Phase == JobPhase.Final)
        {
            if (facts.Broken)
                return JobStatus.Failed;
            return facts.Counts.Total == 0 || succeeded > 0 ? JobStatus.Completed : JobStatus.Failed;
        }

        var open = OpenPlaces(facts);
        if (open.Contains("item running") || open.Contains("finish running"))
            return JobStatus.Running;
        if (open.Contains("plan running"))
            return JobStatus.Preparing;
        if (facts.Control == JobControl.Pause)
            return JobStatus.Paused;
        if (open.Count > 0 && open.All(place => place.EndsWith("waiting", StringComparison.Ordinal)))
            return JobStatus.Retrying;
        return facts switch
        {
            { Started: true } => JobStatus.Running,
            { HeldUntilDue: true } => JobStatus.Scheduled,
            _ => JobStatus.Queued,
        };
    }

    private static List<string> OpenPlaces(JobFacts facts)
    {
        var open = new List<string>();
        open.AddRange(Enumerable.Repeat("item running", facts.Counts.Running));
        open.AddRange(Enumerable.Repeat("item waiting", facts.Counts.Waiting));
        open.AddRange(Enumerable.Repeat("item due", facts.Counts.Due + facts.Counts.Fresh));
        if (facts.PlanRunning)
            open.Add("plan running");
        if (facts.PlanWaiting)
            open.Add("plan waiting");
        if (facts.PlanDue)
            open.Add("plan due");
        if (facts.Phase == JobPhase.Finish)
            open.Add(facts.FinishRunning ? "finish running" : facts.FinishWaiting ? "finish waiting" : "finish due");
        return open;
    }

    private static IEnumerable<JobFacts> AllFacts() =>
        from control in Enum.GetValues<JobControl>()
        from phase in Enum.GetValues<JobPhase>()
        from counts in phase == JobPhase.Work ? OpenCounts() : FinalCounts()
        from plan in phase == JobPhase.Work ? (string[])["none", "running", "waiting", "due"] : ["none"]
        from finish in phase == JobPhase.Finish ? (string[])["due", "running", "waiting"] : ["none"]
        from broken in Both
        from started in Both
        from held in Both
        from overran in Both
        select new JobFacts
        {
            Control = control,
            Overran = overran,
            Phase = phase,
            Counts = counts,
            PlanRunning = plan == "running",
            PlanWaiting = plan == "waiting",
            PlanDue = plan == "due",
            FinishRunning = finish == "running",
            FinishWaiting = finish == "waiting",
            Broken = broken,
            Started = started,
            HeldUntilDue = held,
        };

    private static IEnumerable<JobCounts> OpenCounts() =>
        from fresh in Enumerable.Range(0, 2)
        from running in Enumerable.Range(0, 3)
        from due in Enumerable.Range(0, 2)
        from waiting in Enumerable.Range(0, 3)
        from final in FinalCounts().Where(counts => counts.Total <= 2)
        select final with { Total = fresh + running + due + waiting + final.Total, Running = running, Due = due, Waiting = waiting };

    private static IEnumerable<JobCounts> FinalCounts() =>
        from completed in Enumerable.Range(0, 3)
        from failed in Enumerable.Range(0, 3)
        from skipped in Enumerable.Range(0, 2)
        from cancelled in Enumerable.Range(0, 2)
        select new JobCounts(completed + failed + skipped + cancelled, 0, 0, 0, completed, failed, skipped, cancelled);
}
