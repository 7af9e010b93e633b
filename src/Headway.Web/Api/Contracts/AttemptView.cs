using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>One execution of an item, never erased.</summary>
public sealed record AttemptView
{
    /// <summary>Generation of the job it ran in.</summary>
    public required int Generation { get; init; }

    /// <summary>1-based number within the generation.</summary>
    public required int Number { get; init; }

    /// <summary>How it ended.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<AttemptOutcome>))]
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public FaultView? Fault { get; init; }

    /// <summary>Name of the worker it ran on.</summary>
    public required string Worker { get; init; }

    /// <summary>When a worker took it.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its outcome was recorded.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What its chunk used, as far as it was metered; null where nothing was.</summary>
    public MeteredView? Metered { get; init; }
}
