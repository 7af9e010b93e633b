namespace Headway.Model;

/// <summary>One life of a worker process.</summary>
public sealed record WorkerSession
{
    /// <summary>Key of the session; never used again.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the worker, e.g. host and process id.</summary>
    public required string Worker { get; init; }

    /// <summary>Host name.</summary>
    public required string Host { get; init; }

    /// <summary>Process id on that host.</summary>
    public int ProcessId { get; init; }

    /// <summary>Product version it runs.</summary>
    public required string Version { get; init; }

    /// <summary>Places to run chunks in.</summary>
    public int Slots { get; init; }

    /// <summary>Slots in use at the last beat.</summary>
    public int Busy { get; init; }

    /// <summary>Share of one core in use at the last beat, 0 and up; null before the second beat.</summary>
    public double? Cpu { get; init; }

    /// <summary>Resident memory in bytes at the last beat.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Queues it takes work from.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>Job types it has handlers for.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>True once it stops claiming and waits for its slots to end.</summary>
    public bool Draining { get; init; }

    /// <summary>When it came up.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last beat.</summary>
    public DateTimeOffset BeatAt { get; init; }

    /// <summary>Its machine's clock less the database's at the last beat, the time the beat took included; null before the first.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>Until when it owns its claims.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its last claim that took something, as its last beat told; null before the first.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it ended or was found dead; null while alive.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
