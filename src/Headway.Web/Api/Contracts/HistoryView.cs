namespace Headway.Web.Api.Contracts;

/// <summary>What people did to a job.</summary>
public sealed record HistoryView
{
    /// <summary>Its acceptance first, then every control, oldest first; at most 1,000.</summary>
    public required IReadOnlyList<HistoryEntry> Entries { get; init; }
}
