using Headway.Model;

namespace Headway.Stats;

/// <summary>Everything that decides whether a job runs.</summary>
public sealed record WhyFacts
{
    /// <summary>The store's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The job.</summary>
    public required Job Job { get; init; }

    /// <summary>Jobs of its lane that are served before it, up to 1,000.</summary>
    public int Ahead { get; init; }

    /// <summary>When the first of its waiting items is due again; null where none waits.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Who paused it; null where nobody was signed in.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Worker sessions that are alive.</summary>
    public IReadOnlyList<WorkerSession> Sessions { get; init; } = [];

    /// <summary>Whether a client asks for its chunks instead of a worker.</summary>
    public bool DrivenByClient { get; init; }

    /// <summary>Jobs it comes after that have not ended.</summary>
    public IReadOnlyList<JobId> WaitsFor { get; init; } = [];

    /// <summary>What a person holds: <c>queue default</c>, <c>type mail.send</c> …</summary>
    public IReadOnlyList<WhyHold> Holds { get; init; } = [];

    /// <summary>Limits of it that are used up.</summary>
    public IReadOnlyList<WhyLimit> Limits { get; init; } = [];

    /// <summary>Destinations it calls whose breaker is open, and until when.</summary>
    public IReadOnlyList<WhyBreaker> Breakers { get; init; } = [];
}
