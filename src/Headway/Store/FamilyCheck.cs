using Headway.Client;
using Headway.Model;

namespace Headway.Store;

/// <summary>Whether a submission may wait for the jobs it names; the stores ask with those jobs locked.</summary>
public static class FamilyCheck
{
    /// <summary>Compares a submission with the jobs it names.</summary>
    /// <param name="job">The submission.</param>
    /// <param name="find">One of those jobs, as it is; null where there is none.</param>
    /// <exception cref="SubmissionException">It names a job it may not wait for, or that may not have children.</exception>
    public static void Job(EnqueuedJob job, Func<JobId, Relative?> find)
    {
        var parent = job.Job.Parent is { } link ? Parent(job, link, find(link.Job)) : (JobId?)null;
        foreach (var (id, _) in job.Job.After)
        {
            if (id == job.Id || find(id) is not { } other || other.Org != job.Job.Org)
                throw new SubmissionException("unknown_prerequisite", $"There is no job {id} to run after; name jobs that exist.");
            var isSibling = other.Parent == parent && other.IsAwaited;
            if (parent is not null && job.Job.Parent!.Policy != ChildPolicy.Detach && !other.HasEnded && !isSibling)
            {
                throw new SubmissionException(
                    "bad_prerequisite",
                    $"Its parent waits for this job, so it may run only after its siblings or what has ended; {id} is neither.");
            }
        }
    }

    private static JobId Parent(EnqueuedJob job, ParentLink link, Relative? parent)
    {
        if (link.Job == job.Id || parent is null || parent.Org != job.Job.Org)
            throw new SubmissionException("unknown_parent", $"There is no job {link.Job} to be a child of; name a job that exists.");
        if (parent.HasEnded || parent.IsCancelled)
        {
            throw new SubmissionException(
                "parent_ended", $"Job {link.Job} has ended, so it takes no more children; restart it first, or leave the parent out.");
        }

        return link.Job;
    }
}
