using Headway.Model;

namespace Headway.Store;

/// <summary>The jobs around a job.</summary>
/// <param name="After">What it runs after, in the order of their ids.</param>
/// <param name="Dependants">What runs after it, in the order of their ids; at most 100.</param>
/// <param name="Children">How many children it has, by status.</param>
public sealed record Family(
    IReadOnlyList<Relation> After, IReadOnlyList<Relation> Dependants, IReadOnlyDictionary<JobStatus, long> Children);
