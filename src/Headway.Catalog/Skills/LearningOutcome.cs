namespace Headway.Catalog.Skills;

/// <summary>One learning outcome, objective or competency a syllabus lists.</summary>
public sealed record LearningOutcome
{
    /// <summary>The exact text between the offsets, without its bullet; may contain line breaks.</summary>
    public required string Text { get; init; }

    /// <summary>Offset of its first character in the analysed text.</summary>
    public required int Start { get; init; }

    /// <summary>Offset after its last character.</summary>
    public required int End { get; init; }
}
