using Headway.Model;

namespace Headway.Store;

/// <summary>Which jobs; every part narrows, null or empty parts do not.</summary>
public sealed record JobFilter
{
    /// <summary>One organisation; null for all.</summary>
    public string? Org { get; init; }

    /// <summary>Any of these types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Any of these statuses.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Submitted by any of these.</summary>
    public IReadOnlyList<JobSource> Sources { get; init; } = [];

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Made from this job: its reruns and its rollback.</summary>
    public JobId? Origin { get; init; }

    /// <summary>Children of this job.</summary>
    public JobId? Parent { get; init; }

    /// <summary>An error with this fingerprint has happened to them.</summary>
    public string? Error { get; init; }

    /// <summary>Part of the name, any case; or a whole id in either form.</summary>
    public string? Search { get; init; }
}
