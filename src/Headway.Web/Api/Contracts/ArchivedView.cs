using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A job in the archive.</summary>
public sealed record ArchivedView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>What a person called it; may be null.</summary>
    public string? Name { get; init; }

    /// <summary>How it ended.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobStatus>))]
    public required JobStatus Status { get; init; }

    /// <summary>Items it had.</summary>
    public required int Items { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>When it was put away.</summary>
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Its file below the archive's folder, a gzip of JSON lines.</summary>
    public required string File { get; init; }

    /// <summary>Bytes it takes there.</summary>
    public required long Bytes { get; init; }
}
