namespace Headway.Model;

/// <summary>Failures of all jobs that have one fingerprint, those that a retry mended among them.</summary>
public sealed record ErrorGroup
{
    /// <summary>The fingerprint: 16 hexadecimal digits.</summary>
    public required string Print { get; init; }

    /// <summary>Whether another attempt was worth making, as the last of them said.</summary>
    public required FaultClass Class { get; init; }

    /// <summary>The stable word.</summary>
    public required string Code { get; init; }

    /// <summary>Their message without what differs from case to case, ≤ 300 characters.</summary>
    public required string Pattern { get; init; }

    /// <summary>One of their messages as it was, ≤ 500 characters.</summary>
    public required string Sample { get; init; }

    /// <summary>What a person can do about it; null where there is nothing to say.</summary>
    public string? Hint { get; init; }

    /// <summary>Types of the jobs it happened to in the period, in the order of their names.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Attempts that failed so in the period.</summary>
    public required long Times { get; init; }

    /// <summary>Those of them after which nothing was tried any more.</summary>
    public required long Failed { get; init; }

    /// <summary>Jobs it happened to for the first time in the period.</summary>
    public required long Jobs { get; init; }

    /// <summary>Attempts that failed so since it is known, in all organisations.</summary>
    public required long AllTimes { get; init; }

    /// <summary>When it happened for the first time, in any organisation.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it happened last, in any organisation.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How often, by steps of the period, the oldest first; steps in which nothing happened are 0.</summary>
    public IReadOnlyList<long> Trend { get; init; } = [];

    /// <summary>What is to be made of it now.</summary>
    public required ErrorState State { get; init; }

    /// <summary>Ignored until then; null: without end in time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Ignored until <see cref="AllTimes"/> has come to this; null: however often.</summary>
    public long? UntilTimes { get; init; }

    /// <summary>When a person last resolved, ignored or reopened it; null: nobody did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Who did; null where nobody was signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in the person's words, ≤ 400 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>When it happened again though it was resolved; null where it did not.</summary>
    public DateTimeOffset? BackAt { get; init; }
}
