namespace Headway.Catalog.Skills;

/// <summary>A name or alias as the library spells it. NeedsContext: ordinary English words, so other tools must stand near.</summary>
internal sealed record SkillPhrase(int Skill, string Text, bool IsName, bool NeedsContext);
