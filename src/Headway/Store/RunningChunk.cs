using Headway.Model;

namespace Headway.Store;

/// <summary>A chunk that somebody holds.</summary>
public sealed record RunningChunk
{
    /// <summary>Its job.</summary>
    public required JobId JobId { get; init; }

    /// <summary>Type of the job.</summary>
    public required string Type { get; init; }

    /// <summary>What a person calls the job; null where nothing.</summary>
    public string? JobName { get; init; }

    /// <summary>What it is of the job.</summary>
    public required ChunkKind Kind { get; init; }

    /// <summary>Its first item.</summary>
    public required int First { get; init; }

    /// <summary>Its last item.</summary>
    public required int Last { get; init; }

    /// <summary>Number of the attempt.</summary>
    public required int Number { get; init; }

    /// <summary>The session that holds it.</summary>
    public required Guid Session { get; init; }

    /// <summary>Name of that worker; null where the session is no longer known.</summary>
    public string? Worker { get; init; }

    /// <summary>When it was claimed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What it is doing now; null where it reported nothing, or is of several items.</summary>
    public string? Step { get; init; }

    /// <summary>Its own progress, 0–100; null where it reported nothing.</summary>
    public double? StepPercent { get; init; }
}
