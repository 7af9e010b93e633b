namespace Headway.Catalog.Documents;

/// <summary>What was read from a document.</summary>
public sealed record DocumentText
{
    /// <summary>What the content turned out to be.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>The text; lines end in '\n', cells are parted by tabs, list items begin with a bullet. Never empty.</summary>
    public required string Text { get; init; }

    /// <summary>Pages, for formats that have them.</summary>
    public int? Pages { get; init; }

    /// <summary>The document's own title; null where it gives none.</summary>
    public string? Title { get; init; }

    /// <summary>What a person should know, e.g. that a page could not be read; may be empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
