using Headway.Model;

namespace Headway.Store;

/// <summary>How many jobs of an organisation and type have a status.</summary>
/// <param name="Org">Whose.</param>
/// <param name="Type">Job type.</param>
/// <param name="Status">The status.</param>
/// <param name="Count">How many, above zero.</param>
public readonly record struct JobTally(string Org, string Type, JobStatus Status, long Count);
