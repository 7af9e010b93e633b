using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A limit to set, in place of one for the same scope, name and unit.</summary>
public sealed record LimitRequest
{
    /// <summary>What is counted together.</summary>
    [JsonRequired]
    [JsonConverter(typeof(SnakeCaseEnum<LimitScope>))]
    public LimitScope Scope { get; init; }

    /// <summary>Which one; missing or <c>*</c>: each that has no limit of its own.</summary>
    public string? Name { get; init; }

    /// <summary>What is counted; missing: <c>slots</c>, or <c>starts</c> where <see cref="PerSeconds"/> is given.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<LimitUnit>))]
    public LimitUnit? Unit { get; init; }

    /// <summary>How much at most, 0 or more.</summary>
    [JsonRequired]
    public int Most { get; init; }

    /// <summary>For starts: in how many seconds, 1 to 86,400.</summary>
    public double? PerSeconds { get; init; }
}
