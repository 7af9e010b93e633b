using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>One fire of a schedule.</summary>
public sealed record FireView
{
    /// <summary>The time it stands for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary><c>submitted</c>, <c>waiting</c>, <c>overlapped</c> or <c>missed</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<FireOutcome>))]
    public required FireOutcome Outcome { get; init; }

    /// <summary>The job it submitted; null where it submitted none.</summary>
    public string? JobId { get; init; }

    /// <summary>Earlier fires it stands for, because their time was missed.</summary>
    public required int Missed { get; init; }

    /// <summary>A person asked for it.</summary>
    public required bool ByHand { get; init; }

    /// <summary>Who asked.</summary>
    public string? Actor { get; init; }
}
