namespace Headway.Catalog.Skills;

/// <summary>What an analysis found; written as JSON with <see cref="SkillJson"/>.</summary>
public sealed record SkillReport
{
    /// <summary>The caller's metadata, completed from the text.</summary>
    public required SyllabusMetadata Course { get; init; }

    /// <summary>In the order of the text, without gaps or overlaps; empty for an empty text.</summary>
    public required IReadOnlyList<DocumentSection> Sections { get; init; }

    /// <summary>In the order of the text; empty where none is listed.</summary>
    public required IReadOnlyList<LearningOutcome> Outcomes { get; init; }

    /// <summary>Best confidence first, then more mentions, then by name; each skill once.</summary>
    public required IReadOnlyList<ReportedSkill> Skills { get; init; }

    /// <summary>Sentences for a person, such as "No skills found …"; empty when all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
