namespace Headway.Web.Dashboard.Skills;

/// <summary>A skill over all documents of a job.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What sort of ability; may be null.</param>
/// <param name="Items">In how many documents it was found.</param>
/// <param name="Level">Mean level, 0 to 4.</param>
/// <param name="Confidence">Mean confidence, 0 to 1.</param>
public sealed record RankedSkill(string Name, string? Type, int Items, double Level, double Confidence);
