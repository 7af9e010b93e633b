using Headway.Model;

namespace Headway.Store;

/// <summary>Failures of one fingerprint in one chunk of a job, not yet counted.</summary>
/// <param name="At">When they were recorded.</param>
/// <param name="Org">Of the job.</param>
/// <param name="Type">Of the job.</param>
/// <param name="Job">Which.</param>
/// <param name="Kind">What they have in common.</param>
/// <param name="Times">Attempts that failed.</param>
/// <param name="Failed">Those of them after which nothing is tried any more.</param>
public sealed record ErrorMove(DateTimeOffset At, string Org, string Type, JobId Job, ErrorKind Kind, long Times, long Failed);
