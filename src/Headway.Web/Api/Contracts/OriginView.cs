using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>What a job was made from.</summary>
public sealed record OriginView
{
    /// <summary>What for: <c>rerun_errors</c>, <c>run_again</c> or <c>rollback</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobOriginKind>))]
    public required JobOriginKind Kind { get; init; }

    /// <summary>Id of the other job.</summary>
    public required string JobId { get; init; }
}
