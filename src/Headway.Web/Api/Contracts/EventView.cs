namespace Headway.Web.Api.Contracts;

/// <summary>
/// What happened to one job since the last message about it; at most four messages a second a job, and nothing is left out.
/// </summary>
public sealed record EventView
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The job's number after the last of these changes.</summary>
    public required long Seq { get; init; }

    /// <summary>When the last of them was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, by kind, in order of first appearance.</summary>
    public required IReadOnlyList<EventChange> Changes { get; init; }
}
