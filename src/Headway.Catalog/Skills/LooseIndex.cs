using System.Buffers;

namespace Headway.Catalog.Skills;

/// <summary>
/// Finds skills whose content words stand apart in one sentence: "analyse big data" in "analyzing several big sets of data".
/// Each skill waits under its rarest word, so a sentence looks at few of them.
/// </summary>
internal sealed class LooseIndex(WordTable words)
{
    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(".;:!?()•|");
    private const int LongestSentence = 90;
    private readonly List<(int Skill, int[] Words)> _phrases = [];
    private List<(int Skill, int[] Words)>?[] _waiting = [];

    public void Add(int skill, int[] content) => _phrases.Add((skill, content));

    public void Freeze()
    {
        var uses = new int[words.Count];
        foreach (var (_, content) in _phrases)
            foreach (var word in content) uses[word]++;
        _waiting = new List<(int, int[])>?[words.Count];
        foreach (var phrase in _phrases) (_waiting[phrase.Words.MinBy(w => uses[w])] ??= []).Add(phrase);
        _phrases.Clear();
    }

    /// <summary>Calls back with each skill and the first and last token of its words.</summary>
    public void Search(string text, List<Token> tokens, int[] seenAt, Action<int, int, int> found)
    {
        if (tokens.Count is < 3 or > LongestSentence) return;
        for (var i = 0; i < tokens.Count; i++) seenAt[tokens[i].Word] = i + 1;
        seenAt[0] = 0;
        foreach (var token in tokens)
        {
            if (token.Word >= _waiting.Length || _waiting[token.Word] is not { } phrases) continue;
            foreach (var (skill, content) in phrases)
            {
                if (!Together(text, tokens, seenAt, content, out var first, out var last)) continue;
                found(skill, first, last);
            }
        }
        foreach (var token in tokens) seenAt[token.Word] = 0;
    }

    private static bool Together(string text, List<Token> tokens, int[] seenAt, int[] content, out int first, out int last)
    {
        (first, last) = (int.MaxValue, -1);
        var previous = -1;
        foreach (var word in content)
        {
            var at = seenAt[word] - 1;
            if (at < 0) return false;
            if (content.Length == 2 && at < previous) return false;
            previous = at;
            first = Math.Min(first, at);
            last = Math.Max(last, at);
        }
        var room = content.Length == 2 ? 3 : content.Length + 3;
        if (content.Length == 2 && text.AsSpan(tokens[last].Start, tokens[last].End - tokens[last].Start).EndsWith("ed")) return false;
        return last - first <= room && !BreaksClause(text.AsSpan(tokens[first].End, tokens[last].Start - tokens[first].End));
    }

    private static bool BreaksClause(ReadOnlySpan<char> between) => between.ContainsAny(ClauseMarks);
}
