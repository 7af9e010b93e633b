using System.Collections.Frozen;

namespace Headway.Catalog.Skills;

/// <summary>The library made ready for matching; immutable once built.</summary>
internal sealed class SkillIndex
{
    private static readonly FrozenSet<string> FunctionWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "an", "the", "of", "in", "on", "to", "for", "with", "by", "at", "from", "and", "or", "as", "into", "about", "your", "own", "their", "its");

    public SkillIndex(IReadOnlyList<Skill> skills, IReadOnlyList<SkillPhrase> phrases)
    {
        Skills = skills;
        var stop = StopNames.Load();
        foreach (var phrase in phrases.Where(p => p.IsName)) Add(phrase, stop);
        foreach (var phrase in phrases.Where(p => !p.IsName)) Add(phrase, stop);
        Loose = new LooseIndex(Words);
        foreach (var phrase in phrases.Where(p => !stop.Contains(p.Text))) AddLoose(phrase);
        Loose.Freeze();
        Cues = new ImpliedCues(Words, skills);
        Levels = new LevelVerbs(Words);
        ToolWords = Numbers("software", "programming", "programmer", "language", "script", "coding", "library", "framework", "toolkit",
            "spreadsheet", "package", "stack", "IDE", "compiler", "Office");
        LanguageWords = Numbers("fluent", "fluency", "fluently", "speak", "spoken", "speaker", "written", "verbal", "oral", "bilingual", "native",
            "proficiency", "proficient", "language", "communicate", "translate", "grammar", "conversation", "vocabulary", "write", "converse");
        Boilerplate = Numbers("plagiarism", "dishonesty", "misconduct", "harassment", "discrimination", "accommodation", "disability",
            "disabilities", "veteran", "tardiness", "netiquette", "extracurricular", "syllabus", "salary", "benefits", "resume");
    }

    public IReadOnlyList<Skill> Skills { get; }

    public WordTable Words { get; } = new();

    public PhraseTrie<NameMatch> Names { get; } = new();

    public LooseIndex Loose { get; }

    public ImpliedCues Cues { get; }

    public LevelVerbs Levels { get; }

    /// <summary>Words that say the sentence speaks of software.</summary>
    public FrozenSet<int> ToolWords { get; }

    /// <summary>Words that say the sentence speaks of languages rather than peoples.</summary>
    public FrozenSet<int> LanguageWords { get; }

    /// <summary>Words that mark a sentence as policy wherever it stands.</summary>
    public FrozenSet<int> Boilerplate { get; }

    private FrozenSet<int> Numbers(params ReadOnlySpan<string> words)
    {
        var numbers = new HashSet<int>();
        foreach (var word in words) numbers.Add(Words.Add(word));
        return numbers.ToFrozenSet();
    }

    private void Add(SkillPhrase phrase, FrozenSet<string> stop)
    {
        var parts = Split(phrase.Text);
        if (parts.Count == 0 || stop.Contains(phrase.Text)) return;
        Span<int> words = stackalloc int[parts.Count];
        for (var i = 0; i < parts.Count; i++) words[i] = Words.Add(parts[i]);
        if (words.Contains(0)) return;
        Names.Add(words, NameMatch.For(phrase, parts, Skills[phrase.Skill].Kind));
        if (phrase.IsName && parts.Count is 2 or 3 && Nominal.OfVerb(parts[0]) is { } noun) AddTurned(phrase, parts, noun);
    }

    /// <summary>"analyse data" also reads "data analysis", unless the library has a skill of that very name.</summary>
    private void AddTurned(SkillPhrase phrase, List<string> parts, string noun)
    {
        List<string> turned = [.. parts[1..], noun];
        var words = turned.Select(w => Words.Add(w)).ToArray();
        if (words.Contains(0) || Names.Contains(words)) return;
        Names.Add(words, NameMatch.For(phrase with { Text = string.Join(' ', turned), IsName = false }, turned, SkillKind.Technical));
    }

    private void AddLoose(SkillPhrase phrase)
    {
        var kind = Skills[phrase.Skill].Kind;
        if (kind is SkillKind.Tool or SkillKind.Language || phrase.NeedsContext) return;
        var content = Split(phrase.Text).Where(w => !FunctionWords.Contains(w)).Select(w => Words.Add(w)).ToArray();
        if (content.Contains(0) || content.Distinct().Count() != content.Length) return;
        if (content.Length == 2 && (!phrase.IsName || kind == SkillKind.Knowledge)) return;
        if (content.Length is >= 2 and <= 6) Loose.Add(phrase.Skill, content);
    }

    /// <summary>The words of a name, without what stands in brackets at its end.</summary>
    private List<string> Split(string text)
    {
        var bracket = text.IndexOf(" (", StringComparison.Ordinal);
        if (bracket > 0 && text[^1] == ')') text = text[..bracket];
        var tokens = new List<Token>();
        Tokenizer.Read(text, 0, text.Length, Words, tokens);
        return [.. tokens.Select(t => text[t.Start..t.End])];
    }
}
