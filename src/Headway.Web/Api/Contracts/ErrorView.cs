using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>Failures of all jobs that have one fingerprint.</summary>
public sealed record ErrorView
{
    /// <summary>What makes them one: 16 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What is to be made of it: open, regressed, resolved or ignored.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<ErrorState>))]
    public required ErrorState State { get; init; }

    /// <summary>A stable word, e.g. <c>encrypted</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Whether another attempt was worth making.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<FaultClass>))]
    public required FaultClass Class { get; init; }

    /// <summary>The message without what differs from case to case.</summary>
    public required string Pattern { get; init; }

    /// <summary>A message as it was, ≤ 500 characters.</summary>
    public required string Sample { get; init; }

    /// <summary>What a person can do about it; missing where there is nothing to say.</summary>
    public string? Hint { get; init; }

    /// <summary>Types of the jobs it happened to in the period.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Attempts that failed so in the period, those that a retry mended among them.</summary>
    public required long Times { get; init; }

    /// <summary>Those of them after which nothing was tried any more.</summary>
    public required long Failed { get; init; }

    /// <summary>Jobs it happened to for the first time in the period.</summary>
    public required long Jobs { get; init; }

    /// <summary>Attempts by steps of the period, the oldest first.</summary>
    public required IReadOnlyList<long> Trend { get; init; }

    /// <summary>Attempts that failed so since it is known, in all organisations.</summary>
    public required long AllTimes { get; init; }

    /// <summary>When it happened for the first time, in any organisation.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it happened last, in any organisation.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Ignored until then; missing without an end in time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Ignored until <see cref="AllTimes"/> has come to this; missing where it may happen however often.</summary>
    public long? UntilTimes { get; init; }

    /// <summary>When a person last resolved, ignored or reopened it; missing where nobody did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Who did; missing where nobody was signed in.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it happened again though it was resolved.</summary>
    public DateTimeOffset? BackAt { get; init; }

    /// <summary>Jobs it happened to, the last hit first, at most 20; missing in lists.</summary>
    public IReadOnlyList<ErrorJobView>? LastJobs { get; init; }
}
