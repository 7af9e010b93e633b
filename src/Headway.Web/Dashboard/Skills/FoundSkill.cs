namespace Headway.Web.Dashboard.Skills;

/// <summary>A skill as an item's output tells it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What sort of ability; null where the output does not say.</param>
/// <param name="Level">1 to 4; 0 where the output does not say.</param>
/// <param name="LevelName">The level in words; null where the output does not say.</param>
/// <param name="Confidence">0 to 1; null where the output does not say.</param>
/// <param name="IsImplied">The text shows the skill without naming it.</param>
/// <param name="Mentions">How often it was seen.</param>
/// <param name="Evidence">Sentences of the document; may be empty.</param>
public sealed record FoundSkill(
    string Name,
    string? Type,
    int Level,
    string? LevelName,
    double? Confidence,
    bool IsImplied,
    int Mentions,
    IReadOnlyList<string> Evidence);
