namespace Headway.Web.Api.Contracts;

/// <summary>A queue or a job type with what waits in it and what holds it.</summary>
public sealed record LineView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Open jobs with something to claim, counted to 1,000 for each pair of queue and type.</summary>
    public int Waiting { get; init; }

    /// <summary>There are more than were counted.</summary>
    public bool WaitingMore { get; init; }

    /// <summary>Whether it is paused for every organisation.</summary>
    public bool Paused { get; init; }

    /// <summary>What holds it; empty where nothing does.</summary>
    public required IReadOnlyList<HoldView> Holds { get; init; }
}
