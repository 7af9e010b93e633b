using Headway.Model;

namespace Headway.Store;

/// <summary>What a retention policy looks at.</summary>
/// <param name="Id">Which job.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">Its status.</param>
/// <param name="Kept">Kept for ever.</param>
/// <param name="Seq">Number of its last change; a deletion names it, so that a job reopened meanwhile stays.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended; null while it is open.</param>
public readonly record struct ScannedJob(
    JobId Id, string Type, JobStatus Status, bool Kept, long Seq, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);
