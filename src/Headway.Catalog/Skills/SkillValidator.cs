namespace Headway.Catalog.Skills;

/// <summary>Stage 4: joins the mentions of a skill, weighs them, drops what the settings do not want and orders the rest.</summary>
internal sealed class SkillValidator(IReadOnlyList<Skill> library)
{
    private const int MostEvidence = 5;
    private const int LongestQuote = 600;

    public IReadOnlyList<ReportedSkill> Validate(
        DocumentStructure structure, List<SkillMention> mentions, Dictionary<int, int> levels, SkillSettings settings) =>
        [.. mentions
            .GroupBy(m => m.Skill)
            .Where(g => settings.IncludeSoftSkills || library[g.Key].Kind != SkillKind.Soft)
            .Where(g => settings.IncludeImplied || g.Any(m => m.Kind == EvidenceKind.Explicit))
            .Select(g => Join(structure, library[g.Key], [.. g.OrderBy(m => m.Start).ThenBy(m => m.Kind)], levels, settings))
            .Where(s => s.Confidence >= settings.MinConfidence)
            .OrderByDescending(s => s.Confidence)
            .ThenByDescending(s => s.Mentions)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .Take(settings.MaxSkillsPerItem)];

    private static ReportedSkill Join(
        DocumentStructure structure, Skill skill, List<SkillMention> mentions, Dictionary<int, int> levels, SkillSettings settings)
    {
        var explicitly = mentions.Exists(m => m.Kind == EvidenceKind.Explicit);
        var strong = mentions.Exists(m => IsStrong(structure.Sentences[m.Sentence].Section, m.Kind));
        var level = mentions.Max(m => levels[m.Sentence]);
        return new ReportedSkill
        {
            Id = skill.Id,
            Name = skill.Name,
            Type = skill.Kind,
            Level = level,
            LevelName = settings.LevelNames[level - 1],
            Confidence = Confidence(strong, explicitly, mentions.Count),
            Kind = explicitly ? EvidenceKind.Explicit : EvidenceKind.Implied,
            Mentions = mentions.Count,
            Evidence = Quote(structure, mentions),
        };
    }

    /// <summary>0.45, and 0.25 where outcomes or requirements say it, 0.15 where it is named, 0.05 a further mention up to 0.15.</summary>
    internal static double Confidence(bool strong, bool explicitly, int mentions)
    {
        var sum = 0.45 + (strong ? 0.25 : 0) + (explicitly ? 0.15 : 0) + 0.05 * Math.Min(3, mentions - 1);
        return Math.Round(Math.Clamp(sum, 0, 0.99), 2);
    }

    /// <summary>An assignment requires what it implies, but not every word its description drops.</summary>
    private static bool IsStrong(SectionKind section, EvidenceKind kind) => section switch
    {
        SectionKind.Outcomes or SectionKind.Requirements or SectionKind.Responsibilities or SectionKind.Qualifications => true,
        SectionKind.Assignments => kind == EvidenceKind.Implied,
        _ => false,
    };

    private static IReadOnlyList<SkillEvidence> Quote(DocumentStructure structure, List<SkillMention> mentions) =>
        [.. mentions.DistinctBy(m => m.Sentence).Take(MostEvidence).Select(m =>
        {
            var sentence = structure.Sentences[m.Sentence];
            var (start, end) = Around(structure.Text, sentence, m);
            return new SkillEvidence
            {
                Quote = structure.Text[start..end],
                Start = start,
                End = end,
                Section = sentence.Section,
                Kind = m.Kind,
            };
        })];

    /// <summary>The sentence, or of a very long one (a table read as text) the words around the mention.</summary>
    private static (int Start, int End) Around(string text, Sentence sentence, SkillMention mention)
    {
        var (start, end) = (sentence.Start, sentence.End);
        if (end - start <= LongestQuote) return (start, end);
        var room = LongestQuote / 3;
        if (mention.Start - room > start)
        {
            start = mention.Start - room;
            while (start < mention.Start && !char.IsWhiteSpace(text[start])) start++;
            while (start < mention.Start && char.IsWhiteSpace(text[start])) start++;
        }
        if (mention.End + room < end)
        {
            end = mention.End + room;
            while (end > mention.End && !char.IsWhiteSpace(text[end])) end--;
            while (end > mention.End && char.IsWhiteSpace(text[end - 1])) end--;
        }
        return (start, end);
    }
}
