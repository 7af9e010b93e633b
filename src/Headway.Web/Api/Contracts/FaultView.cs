using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>Why something failed.</summary>
public sealed record FaultView
{
    /// <summary>Transient and throttled faults are retried, permanent ones are not; poison took its worker down.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<FaultClass>))]
    public required FaultClass Class { get; init; }

    /// <summary>A stable word to group by, e.g. <c>encrypted</c>.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What a person can do about it; null where there is nothing to say.</summary>
    public string? Hint { get; init; }
}
