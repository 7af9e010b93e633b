using Headway.Model;

namespace Headway.Store;

/// <summary>A claim: the right to write the outcome of these items.</summary>
/// <param name="Call">The claim call.</param>
/// <param name="JobId">The job.</param>
/// <param name="Lo">First item number; 0 is the plan item.</param>
/// <param name="Hi">Last item number, inclusive.</param>
public readonly record struct ChunkKey(Guid Call, JobId JobId, int Lo, int Hi);
