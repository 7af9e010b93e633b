using Headway.Model;

namespace Headway.Store;

/// <summary>A job an error happened to.</summary>
/// <param name="JobId">Which.</param>
/// <param name="Org">Whose.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Status">As it is now.</param>
/// <param name="Times">Attempts of it that failed so.</param>
/// <param name="FirstAt">The first of them.</param>
/// <param name="LastAt">The last of them.</param>
public sealed record ErrorHit(
    JobId JobId, string Org, string Type, string? Name, JobStatus Status, long Times, DateTimeOffset FirstAt, DateTimeOffset LastAt);
