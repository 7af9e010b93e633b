using Headway.Model;

namespace Headway.Store;

/// <summary>A job that another runs after, seen from either of them.</summary>
/// <param name="Job">The one at the other end.</param>
/// <param name="OnFailure">What becomes of the one that waits where the other does not complete.</param>
/// <param name="Open">It still waits.</param>
/// <param name="Status">Of the one at the other end; null where it has been deleted.</param>
/// <param name="Name">Of the one at the other end; null where it has none.</param>
public sealed record Relation(JobId Job, FailurePolicy OnFailure, bool Open, JobStatus? Status, string? Name);
