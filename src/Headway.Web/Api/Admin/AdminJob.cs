using System.Text.Json;

namespace Headway.Web.Api.Admin;

/// <summary>A job as AudienceGPT's admin API shows it.</summary>
public sealed record AdminJob
{
    /// <summary>The id, as <c>job_{timestamp}_{random}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Registered job type.</summary>
    public required string JobType { get; init; }

    /// <summary>Whose it is; null for a system-wide job.</summary>
    public required string? OrgId { get; init; }

    /// <summary>Who created it; null where nobody was signed in.</summary>
    public required string? CreatedBy { get; init; }

    /// <summary><c>pending</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What it runs with.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>Its items; while they are still planned, as many as were counted.</summary>
    public required int TotalItems { get; init; }

    /// <summary>Items with an outcome.</summary>
    public required int ProcessedItems { get; init; }

    /// <summary>Items that succeeded.</summary>
    public required int SuccessCount { get; init; }

    /// <summary>Items that failed for good.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Items with nothing to do.</summary>
    public required int SkipCount { get; init; }

    /// <summary>Why items failed, by number: the first 1,000 of one job; in lists the first 1,000 of the page.</summary>
    public required IReadOnlyList<AdminError> Errors { get; init; }

    /// <summary>Its result; null until there is one, and in lists.</summary>
    public required JsonElement? Result { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When processing began; null before.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }
}
