namespace Headway.Catalog.Skills;

/// <summary>A labelled part of the text.</summary>
public sealed record DocumentSection
{
    /// <summary>What it is about.</summary>
    public required SectionKind Kind { get; init; }

    /// <summary>The heading as written, without numbering; empty before the first and after an inset ("Office:").</summary>
    public required string Heading { get; init; }

    /// <summary>Offset of the heading's first character in the analysed text.</summary>
    public required int Start { get; init; }

    /// <summary>Offset after the last character.</summary>
    public required int End { get; init; }
}
