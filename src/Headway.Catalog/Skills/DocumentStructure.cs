namespace Headway.Catalog.Skills;

/// <summary>What the first stage makes of a text and the later stages read.</summary>
internal sealed record DocumentStructure
{
    public required string Text { get; init; }

    public required SyllabusMetadata Metadata { get; init; }

    public required IReadOnlyList<DocumentSection> Sections { get; init; }

    /// <summary>In the order of the text, headings left out.</summary>
    public required IReadOnlyList<Sentence> Sentences { get; init; }

    public required IReadOnlyList<LearningOutcome> Outcomes { get; init; }
}
