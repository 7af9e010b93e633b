using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>How often something happened to a job.</summary>
public sealed record EventChange
{
    /// <summary>What.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobEventKind>))]
    public required JobEventKind Kind { get; init; }

    /// <summary>How many events of this kind.</summary>
    public required int Count { get; init; }

    /// <summary>Who asked for the last of them; null where the engine did.</summary>
    public string? Actor { get; init; }
}
