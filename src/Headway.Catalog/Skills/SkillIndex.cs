namespace Headway.Catalog.Skills;

/// <summary>The library made ready for matching; immutable once built.</summary>
internal sealed class SkillIndex
{
    private readonly List<Token> _tokens = [];
    private readonly List<(int[] Words, NameMatch Match)> _turned = [];
    private byte[] _traits = [];

    public SkillIndex(IReadOnlyList<Skill> skills, IReadOnlyList<SkillPhrase> phrases)
    {
        Skills = skills;
        Names = new PhraseTrie<NameMatch>(phrases.Count * 4);
        var stop = StopNames.Load();
        Mark(WordTraits.Function, "a an the of in on to for with by at from and or as into about your own their its");
        foreach (var phrase in phrases)
            if (phrase.IsName && !stop.Contains(phrase.Text)) Add(phrase);
        foreach (var phrase in phrases)
            if (!phrase.IsName && !stop.Contains(phrase.Text)) Add(phrase);
        AddTurned();
        Cues = new ImpliedCues(Words, skills);
        Levels = new LevelVerbs(Words);
        Mark(WordTraits.Tool, "software programming programmer language script coding library framework toolkit spreadsheet package "
            + "stack IDE compiler Office");
        Mark(WordTraits.Language, "fluent fluency fluently speak spoken speaker written verbal oral bilingual native "
            + "proficiency proficient language communicate translate grammar conversation vocabulary write converse");
        Mark(WordTraits.Boilerplate, "plagiarism dishonesty misconduct harassment netiquette veteran salary");
        Array.Resize(ref _traits, Words.Count);
        Loose.Freeze(Words.Count);
    }

    public IReadOnlyList<Skill> Skills { get; }

    public WordTable Words { get; } = new();

    public PhraseTrie<NameMatch> Names { get; }

    public LooseIndex Loose { get; } = new();

    public ImpliedCues Cues { get; }

    public LevelVerbs Levels { get; }

    /// <summary>What a word says about its sentence; the word number is one of <see cref="Words"/>.</summary>
    public WordTraits Traits(int word) => (WordTraits)_traits[word];

    private void Mark(WordTraits trait, string words)
    {
        foreach (var word in words.Split(' '))
        {
            var number = Words.Add(word);
            if (number >= _traits.Length) Array.Resize(ref _traits, Math.Max(number + 1, _traits.Length * 2));
            _traits[number] |= (byte)trait;
        }
    }

    private void Add(SkillPhrase phrase)
    {
        var text = WithoutBracket(phrase.Text);
        _tokens.Clear();
        Tokenizer.Read(text, 0, text.Length, null, _tokens);
        if (_tokens.Count is 0 or > 16) return;
        Span<int> words = stackalloc int[_tokens.Count];
        for (var i = 0; i < words.Length; i++) words[i] = Words.Add(text.AsSpan(_tokens[i].Start, _tokens[i].End - _tokens[i].Start));
        if (words.Contains(0)) return;
        var kind = Skills[phrase.Skill].Kind;
        var (first, last) = (text[_tokens[0].Start.._tokens[0].End], text[_tokens[^1].Start.._tokens[^1].End]);
        Names.Add(words, NameMatch.For(phrase, words.Length, first, last, kind));
        if (phrase.IsName && words.Length is 2 or 3 && Nominal.OfVerb(first) is { } noun)
            _turned.Add(([.. words[1..], Words.Add(noun)], NameMatch.For(phrase, words.Length, last, noun, SkillKind.Technical)));
        AddLoose(phrase, words, kind);
    }

    /// <summary>"analyse data" also reads "data analysis", unless the library has that very name.</summary>
    private void AddTurned()
    {
        foreach (var (words, match) in _turned)
            if (!Names.Contains(words)) Names.Add(words, match);
        _turned.Clear();
    }

    private void AddLoose(SkillPhrase phrase, ReadOnlySpan<int> words, SkillKind kind)
    {
        if (words.Length < 2 || kind is SkillKind.Tool or SkillKind.Language || phrase.NeedsContext) return;
        Span<int> content = stackalloc int[words.Length];
        var n = 0;
        foreach (var word in words)
        {
            if (word < _traits.Length && Traits(word).HasFlag(WordTraits.Function)) continue;
            if (content[..n].Contains(word)) return;
            content[n++] = word;
        }
        if (n == 2 && (!phrase.IsName || kind == SkillKind.Knowledge)) return;
        if (n is >= 2 and <= 6) Loose.Add(phrase.Skill, content[..n]);
    }

    private static string WithoutBracket(string text)
    {
        var bracket = text[^1] == ')' ? text.IndexOf(" (", StringComparison.Ordinal) : 0;
        return bracket > 0 ? text[..bracket] : text;
    }
}
