using System.Text.Json.Serialization;

namespace Headway.Catalog.Skills;

/// <summary>What an organisation may tune; a job stores the copy it ran with, so a change touches future runs only.</summary>
public sealed record SkillSettings
{
    /// <summary>The defaults, where an argument is left out; JSON that leaves members out means the same.</summary>
    /// <param name="minConfidence">0 to 1.</param>
    /// <param name="maxSkillsPerItem">1 to 200.</param>
    /// <param name="includeImplied">See <see cref="IncludeImplied"/>.</param>
    /// <param name="includeSoftSkills">See <see cref="IncludeSoftSkills"/>.</param>
    /// <param name="levelNames">Exactly four, or null for the default names.</param>
    /// <param name="version">1 for the defaults.</param>
    [JsonConstructor]
    public SkillSettings(
        double minConfidence = 0.5,
        int maxSkillsPerItem = 50,
        bool includeImplied = true,
        bool includeSoftSkills = true,
        IReadOnlyList<string>? levelNames = null,
        int version = 1)
    {
        (MinConfidence, MaxSkillsPerItem, Version) = (minConfidence, maxSkillsPerItem, version);
        (IncludeImplied, IncludeSoftSkills) = (includeImplied, includeSoftSkills);
        LevelNames = levelNames ?? ["Foundational", "Developing", "Proficient", "Advanced"];
    }

    /// <summary>Skills under this confidence are dropped; 0 to 1.</summary>
    public double MinConfidence
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "0 to 1");
    }

    /// <summary>The best this many are kept; 1 to 200.</summary>
    public int MaxSkillsPerItem
    {
        get;
        init => field = value is >= 1 and <= 200 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 200");
    }

    /// <summary>Whether skills without any explicit mention are reported.</summary>
    public bool IncludeImplied { get; init; }

    /// <summary>Whether <see cref="SkillKind.Soft"/> skills are reported.</summary>
    public bool IncludeSoftSkills { get; init; }

    /// <summary>Names of the levels 1 to 4, exactly four.</summary>
    public IReadOnlyList<string> LevelNames
    {
        get;
        init => field = value is { Count: 4 } ? value : throw new ArgumentException("four names, for the levels 1 to 4", nameof(value));
    }

    /// <summary>Counts the saved changes of an organisation's settings; 1 for the defaults.</summary>
    public int Version { get; init; }
}
