namespace Headway.Catalog.Skills;

/// <summary>A skill of the library that a document teaches or asks for.</summary>
public sealed record ReportedSkill
{
    /// <summary>Id in the library.</summary>
    public required string Id { get; init; }

    /// <summary>Preferred name in the library.</summary>
    public required string Name { get; init; }

    /// <summary>What sort of ability it is.</summary>
    public required SkillKind Type { get; init; }

    /// <summary>1 to 4, from the strongest verb in the evidence.</summary>
    public required int Level { get; init; }

    /// <summary>The level in words, from <see cref="SkillSettings.LevelNames"/>.</summary>
    public required string LevelName { get; init; }

    /// <summary>0 to 0.99, two decimals.</summary>
    public required double Confidence { get; init; }

    /// <summary>Explicit where at least one piece of evidence is.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>How often it was seen, at least 1; more than the evidence kept where it is seen often.</summary>
    public required int Mentions { get; init; }

    /// <summary>In the order of the text, one per sentence, at most five, at least one.</summary>
    public required IReadOnlyList<SkillEvidence> Evidence { get; init; }
}
