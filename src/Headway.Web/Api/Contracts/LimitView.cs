using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A limit that was set.</summary>
public sealed record LimitView
{
    /// <summary><c>global</c>, <c>org</c>, <c>user</c>, <c>type</c>, <c>queue</c> or <c>key</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LimitScope>))]
    public required LimitScope Scope { get; init; }

    /// <summary>Which one; <c>*</c> for each that has no limit of its own. Of users and keys: organisation/name.</summary>
    public required string Name { get; init; }

    /// <summary><c>slots</c>, <c>jobs</c> or <c>starts</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LimitUnit>))]
    public required LimitUnit Unit { get; init; }

    /// <summary>How much at most.</summary>
    public required int Most { get; init; }

    /// <summary>For starts: in how many seconds.</summary>
    public double? PerSeconds { get; init; }

    /// <summary>Who set it.</summary>
    public string? By { get; init; }

    /// <summary>When it was set.</summary>
    public DateTimeOffset At { get; init; }
}
