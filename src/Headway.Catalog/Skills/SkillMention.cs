namespace Headway.Catalog.Skills;

/// <summary>A place where stage 2 saw a skill: numbers into the library and the sentences, offsets into the text.</summary>
internal readonly record struct SkillMention(int Skill, int Sentence, int Start, int End, EvidenceKind Kind);
