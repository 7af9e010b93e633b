using Headway.Model;

namespace Headway.Machine;

/// <summary>
/// A job's status as a pure fold: the first rule that fits. The stores keep it as a generated column with the same rules,
/// and a contract test runs both over all combinations of facts.
/// </summary>
public static class JobStatusFold
{
    /// <summary>The word for these facts.</summary>
    public static JobStatus Of(JobFacts job)
    {
        if (job.Control == JobControl.Cancel)
            return job.Overran ? JobStatus.Failed : JobStatus.Cancelled;
        if (job.Phase == JobPhase.Final)
            return FailedAltogether(job) ? JobStatus.Failed : JobStatus.Completed;

        var running = job.Counts.Running > 0 || job.FinishRunning;
        if (job.Control == JobControl.Pause && !running && !job.PlanRunning)
            return JobStatus.Paused;
        if (running)
            return JobStatus.Running;
        if (job.PlanRunning)
            return JobStatus.Preparing;
        if (EverythingOpenWaits(job))
            return JobStatus.Retrying;
        if (job.Started)
            return JobStatus.Running;
        return job.HeldUntilDue ? JobStatus.Scheduled : JobStatus.Queued;
    }

    private static bool FailedAltogether(JobFacts job) =>
        job.Broken || (job.Counts.Total > 0 && job.Counts.Completed + job.Counts.Skipped == 0);

    private static bool EverythingOpenWaits(JobFacts job)
    {
        var waiting = job.Counts.Waiting > 0 || job.PlanWaiting || job.FinishWaiting;
        var claimable = job.Counts.Fresh > 0 || job.Counts.Due > 0 || job.PlanDue
            || (job.Phase == JobPhase.Finish && !job.FinishWaiting);
        return waiting && !claimable;
    }
}
