using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A job at the other end of a wait.</summary>
public sealed record RelationView
{
    /// <summary>Its id.</summary>
    public required string JobId { get; init; }

    /// <summary>What people call it; left out where it has no name.</summary>
    public string? Name { get; init; }

    /// <summary>How it stands; left out where it has been deleted.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobStatus>))]
    public JobStatus? Status { get; init; }

    /// <summary>What becomes of the one that waits where the other does not complete: <c>fail</c>, <c>skip</c> or <c>ignore</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<FailurePolicy>))]
    public required FailurePolicy OnFailure { get; init; }

    /// <summary>It still waits.</summary>
    public required bool Open { get; init; }
}
