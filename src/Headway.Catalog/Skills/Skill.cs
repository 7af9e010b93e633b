namespace Headway.Catalog.Skills;

/// <summary>One entry of the skill library.</summary>
public sealed record Skill
{
    /// <summary>The source, a dash and ten hex digits: <c>esco-a97d0e1f22</c>. Kept when the name is reworded.</summary>
    public required string Id { get; init; }

    /// <summary>The preferred name as its publisher spells it, British English for ESCO.</summary>
    public required string Name { get; init; }

    /// <summary>What sort of ability it is.</summary>
    public required SkillKind Kind { get; init; }

    /// <summary>Other names that mean the same; empty for most O*NET products.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The first sentence of the publisher's description, cut at 90 characters; for products their class.</summary>
    public required string Description { get; init; }

    /// <summary><c>esco</c> or <c>onet</c>.</summary>
    public string Source => Id[..Id.IndexOf('-', StringComparison.Ordinal)];
}
