namespace Headway.Web.Api.Contracts;

/// <summary>Worker sessions: those alive and those that ended within the last hour, newest first.</summary>
public sealed record WorkerList
{
    /// <summary>The sessions; empty where no worker has run.</summary>
    public required IReadOnlyList<WorkerView> Workers { get; init; }
}
