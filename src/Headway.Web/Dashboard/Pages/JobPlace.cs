using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Where in a job the person looks, as the address says.</summary>
/// <param name="Id">The job's id in either form.</param>
/// <param name="Tab">Which part of it; null for the items.</param>
internal sealed record JobPlace(string Id, string? Tab)
{
    /// <summary>Items of these states; empty for all.</summary>
    public IReadOnlyList<ItemState> States { get; init; } = [];

    /// <summary>Items after this place of the list; in the timeline, items from this number.</summary>
    public int After { get; init; }

    /// <summary>The item whose panel is open.</summary>
    public int? Item { get; init; }

    /// <summary>Log lines of this level and worse.</summary>
    public LogLevel Level { get; init; } = LogLevel.Trace;

    /// <summary>Log lines with this text, any case; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Log lines of one item; null for all.</summary>
    public int? Of { get; init; }

    /// <summary>Log lines before this one; null for the newest.</summary>
    public long? Before { get; init; }
}
