using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>How long jobs of a kind are kept after they ended.</summary>
public sealed record RetentionRuleView
{
    /// <summary>Only jobs of this type; left out: any.</summary>
    public string? Type { get; init; }

    /// <summary>completed, failed or cancelled; left out: any.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobStatus>))]
    public JobStatus? Status { get; init; }

    /// <summary>Seconds after their end; left out: for ever.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>They are written to the archive before they are deleted.</summary>
    public bool Archive { get; init; } = true;

    /// <summary>Counts only when a process starts.</summary>
    public bool AtStart { get; init; }
}
