using System.Text.Json;

namespace Headway.Web.Api.Admin;

/// <summary>A job to create.</summary>
public sealed record AdminJobRequest
{
    /// <summary>Registered job type; <c>GET /api/v1/types</c> lists them.</summary>
    public string? JobType { get; init; }

    /// <summary>A JSON object the job runs with, ≤ 256 KB. Default: empty.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>Whose it is; null: a system-wide job.</summary>
    public string? OrgId { get; init; }

    /// <summary>The items, for types that do not plan them themselves.</summary>
    public IReadOnlyList<Contracts.ItemRequest?>? Items { get; init; }
}
