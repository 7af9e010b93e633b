namespace Headway.Model;

/// <summary>A job that another is to run after.</summary>
/// <param name="Job">Which; of the same organisation, in whatever state.</param>
/// <param name="OnFailure">What becomes of the one that waits where this one does not complete.</param>
public sealed record Prerequisite(JobId Job, FailurePolicy OnFailure = FailurePolicy.Fail);
