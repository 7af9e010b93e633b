using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>How far a limit is used for one name.</summary>
public sealed record LimitUseView
{
    /// <summary>What is counted together.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LimitScope>))]
    public required LimitScope Scope { get; init; }

    /// <summary>Which one; empty for the global limit.</summary>
    public required string Name { get; init; }

    /// <summary>What is counted.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LimitUnit>))]
    public required LimitUnit Unit { get; init; }

    /// <summary>How much at most.</summary>
    public required int Most { get; init; }

    /// <summary>How much now.</summary>
    public required int Used { get; init; }

    /// <summary>Jobs that wait for it, counted to 1,000.</summary>
    public int Waiting { get; init; }

    /// <summary>There are more than were counted.</summary>
    public bool WaitingMore { get; init; }
}
