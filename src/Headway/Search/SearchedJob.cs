using Headway.Model;

namespace Headway.Search;

/// <summary>What a filter looks at of a job, without the rest of its row.</summary>
/// <param name="Id">Which job.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">Its status.</param>
/// <param name="Source">What submitted it.</param>
/// <param name="Queue">The line it waits in.</param>
/// <param name="CreatedBy">Who submitted it.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Config">JSON text of its config.</param>
public readonly record struct SearchedJob(
    JobId Id, string Type, JobStatus Status, JobSource Source, string Queue, string? CreatedBy, DateTimeOffset CreatedAt, string? Name,
    IReadOnlyDictionary<string, string> Labels, string Config)
{
    /// <summary>The parts of a whole job.</summary>
    public static SearchedJob Of(Job job) => new(
        job.Id, job.Type, job.Status, job.Source, job.Queue, job.CreatedBy, job.CreatedAt, job.Name, job.Labels, job.Config);
}
