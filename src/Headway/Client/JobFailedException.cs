using Headway.Model;

namespace Headway.Client;

/// <summary>The job that was waited for ended as failed.</summary>
/// <param name="job">The job as it ended.</param>
public sealed class JobFailedException(Job job) : Exception(Sentence(job))
{
    /// <summary>The job as it ended.</summary>
    public Job Job { get; } = job;

    /// <summary>Why it failed as a whole; null where its items failed one by one: each has its own.</summary>
    public Fault? Fault { get; } = job.Fault;

    private static string Sentence(Job job) => job.Fault is { } fault
        ? $"{job.Id} failed with {fault.Code}: {fault.Message}"
        : $"{job.Id} failed: none of its {job.Counts.Total:N0} items was completed; each item says why.";
}
