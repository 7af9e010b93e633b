namespace Headway.Catalog.Skills;

/// <summary>Config of a syllabus job: a copy of the settings it runs with, so that later changes touch later jobs only.</summary>
public sealed record SyllabusConfig
{
    /// <summary>Thresholds and switches. Default: the product's.</summary>
    public SkillSettings Settings { get; init; } = new();
}
