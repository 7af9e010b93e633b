namespace Headway.Web.Api.Contracts;

/// <summary>One life of a worker process.</summary>
public sealed record WorkerView
{
    /// <summary>Key of the session.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Host it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>Process id on that host.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Product version.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// <c>healthy</c>, <c>unhealthy</c> (no beat for 20 s, or it takes no work for 60 s though some waits), <c>draining</c> (takes nothing
    /// new) or <c>gone</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Why it is not healthy, and what to do; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Its last claim that took something; null before the first.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Chunks it can run at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Of them in use at the last beat.</summary>
    public required int Busy { get; init; }

    /// <summary>Share of one core in use at the last beat, 0 and up; null before the second beat.</summary>
    public double? Cpu { get; init; }

    /// <summary>Resident memory in bytes at the last beat.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Queues it takes work from.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>Job types it can run.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>When it came up.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last beat.</summary>
    public required DateTimeOffset BeatAt { get; init; }

    /// <summary>Seconds its machine's clock was ahead of the database's at the last beat; null before the second.</summary>
    public double? ClockSkewSeconds { get; init; }

    /// <summary>When it ended or was found dead; null while alive.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
