namespace Headway.Web.Api.Contracts;

/// <summary>Which jobs; every part narrows.</summary>
public sealed record BulkFilterView
{
    /// <summary>A search with qualifiers; what else is said narrows it, or takes the place of the same word in it.</summary>
    public string? Q { get; init; }

    /// <summary>Any of these types.</summary>
    public IReadOnlyList<string>? Type { get; init; }

    /// <summary>Any of these statuses.</summary>
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Part of the name in any case, or a whole id.</summary>
    public string? Search { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>An error with this fingerprint happened to them.</summary>
    public string? Error { get; init; }
}
