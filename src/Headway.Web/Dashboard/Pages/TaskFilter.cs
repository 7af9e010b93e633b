using System.Globalization;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Which tasks, as the address says.</summary>
/// <param name="Name">Part of a job type's or job's name; null for any.</param>
/// <param name="Status"><c>success</c>, <c>failed</c>, <c>running</c> or <c>pending</c>; null for all.</param>
/// <param name="From">Started or ended at or after; null for any.</param>
/// <param name="To">Before; null for any.</param>
/// <param name="After">Place in the list; null for its beginning.</param>
internal sealed record TaskFilter(string? Name, string? Status, DateTimeOffset? From, DateTimeOffset? To, string? After)
{
    /// <summary>Whether something narrows the list.</summary>
    public bool IsAny => Name is null && Status is null && From is null && To is null;

    /// <summary>As the store takes it.</summary>
    public AttemptFilter Attempts => new()
    {
        Text = Name,
        From = From,
        To = To,
        Succeeded = Status switch { "success" => true, "failed" => false, _ => null },
    };

    /// <summary>Reads a time of the address, in UTC; null where there is none that can be read.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
