using Headway.Model;

namespace Headway.Machine;

/// <summary>What the end of one job means to another that waits for it. A job that completed with errors has completed.</summary>
public static class FamilyRule
{
    /// <summary>What is to become of a job that was to run after one that has ended.</summary>
    /// <returns><see cref="FailurePolicy.Ignore"/>: it goes on.</returns>
    public static FailurePolicy Verdict(FailurePolicy policy, JobStatus ended) =>
        ended == JobStatus.Completed ? FailurePolicy.Ignore : policy;

    /// <summary>Why a job ended before it began.</summary>
    /// <param name="job">The one it was to run after.</param>
    /// <param name="name">What people call that one.</param>
    /// <param name="ended">How that one ended.</param>
    public static Fault Unmet(JobId job, string? name, JobStatus ended) => new()
    {
        Class = FaultClass.Permanent,
        Code = "prerequisite_failed",
        Message = $"It was to run after {Called(job, name)}, which {Ended(ended)}.",
        Hint = $"See why {job} {Ended(ended)} and restart it; then restart this job, which waits for it again.",
    };

    /// <summary>Why a parent failed although its own items may have not.</summary>
    /// <param name="child">The first child that did not complete.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="ended">How it ended.</param>
    public static Fault Bereft(JobId child, string? name, JobStatus ended) => new()
    {
        Class = FaultClass.Permanent,
        Code = "child_failed",
        Message = $"Its child {Called(child, name)} {Ended(ended)}.",
        Hint = $"See why {child} {Ended(ended)}; a restart of this job submits its children anew.",
    };

    /// <summary>Why a child was cancelled.</summary>
    /// <param name="parent">Whose child it is.</param>
    public static Fault Orphaned(JobId parent) => new()
    {
        Class = FaultClass.Permanent,
        Code = "parent_cancelled",
        Message = $"Its parent {parent} was cancelled.",
        Hint = "Restart it to run it without its parent.",
    };

    private static string Called(JobId job, string? name) => name is null ? job.ToString() : $"{job} ({name})";

    private static string Ended(JobStatus status) => status == JobStatus.Cancelled ? "was cancelled" : "failed";
}
