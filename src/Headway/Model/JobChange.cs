namespace Headway.Model;

/// <summary>One job's part of an event.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Seq">Its <see cref="Job.Seq"/> after the change.</param>
public readonly record struct JobChange(JobId JobId, long Seq);
