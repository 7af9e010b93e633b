namespace Headway.Catalog.Skills;

/// <summary>A sentence that shows a skill; of one over 600 characters, the words around the mention.</summary>
public sealed record SkillEvidence
{
    /// <summary>The exact text between the offsets.</summary>
    public required string Quote { get; init; }

    /// <summary>Offset of the first character in the analysed text.</summary>
    public required int Start { get; init; }

    /// <summary>Offset after the last character.</summary>
    public required int End { get; init; }

    /// <summary>The part of the document it stands in.</summary>
    public required SectionKind Section { get; init; }

    /// <summary>Whether the name itself stands there.</summary>
    public required EvidenceKind Kind { get; init; }
}
