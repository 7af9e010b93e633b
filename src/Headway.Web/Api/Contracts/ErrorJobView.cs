using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A job an error happened to.</summary>
public sealed record ErrorJobView
{
    /// <summary>Which, as job_….</summary>
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    public required string Org { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>Its name; missing where it has none.</summary>
    public string? Name { get; init; }

    /// <summary>As it is now.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobStatus>))]
    public required JobStatus Status { get; init; }

    /// <summary>Attempts of it that failed so.</summary>
    public required long Times { get; init; }

    /// <summary>The last of them.</summary>
    public required DateTimeOffset LastAt { get; init; }
}
