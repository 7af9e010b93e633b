using Headway.Model;

namespace Headway.Client;

/// <summary>The job that was waited for was cancelled.</summary>
/// <param name="job">The job as it ended.</param>
public sealed class JobCancelledException(Job job) : Exception($"{job.Id} was cancelled; it has no result.")
{
    /// <summary>The job as it ended.</summary>
    public Job Job { get; } = job;
}
