namespace Headway.Model;

/// <summary>Where a job came from, where it was made from another.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Job">The other job.</param>
public sealed record JobOrigin(JobOriginKind Kind, JobId Job);
