using System.Buffers;

namespace Headway.Catalog.Skills;

/// <summary>
/// Finds skills whose content words stand apart in one sentence: "analyse big data" in "analyzing several big sets of data".
/// Each skill waits under its rarest word, so a sentence looks at few of them.
/// </summary>
internal sealed class LooseIndex
{
    private const int LongestSentence = 90;
    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(".;:!?()•|");
    private readonly List<int> _added = new(160_000);
    private int[] _starts = [];
    private int[] _rows = [];       // skill, number of words, the words; those of one waiting word side by side

    public void Add(int skill, ReadOnlySpan<int> content)
    {
        _added.Add(skill);
        _added.Add(content.Length);
        _added.AddRange(content);
    }

    /// <summary>Sorts what was added by its rarest word; nothing can be added afterwards.</summary>
    public void Freeze(int words)
    {
        var uses = new int[words];
        for (var row = 0; row < _added.Count; row += 2 + _added[row + 1])
            for (var i = 0; i < _added[row + 1]; i++) uses[_added[row + 2 + i]]++;
        var sizes = new int[words + 1];
        for (var row = 0; row < _added.Count; row += 2 + _added[row + 1]) sizes[Rarest(uses, row) + 1] += 2 + _added[row + 1];
        for (var word = 1; word <= words; word++) sizes[word] += sizes[word - 1];
        (_starts, _rows) = ([.. sizes], new int[_added.Count]);
        for (var row = 0; row < _added.Count; row += 2 + _added[row + 1])
        {
            ref var at = ref sizes[Rarest(uses, row)];
            for (var i = 0; i < 2 + _added[row + 1]; i++) _rows[at++] = _added[row + i];
        }
        _added.Clear();
        _added.TrimExcess();
    }

    /// <summary>Calls back with each skill and the first and last token of its words.</summary>
    public void Search(string text, List<Token> tokens, int[] seenAt, Action<int, int, int> found)
    {
        if (tokens.Count is < 3 or > LongestSentence) return;
        for (var i = 0; i < tokens.Count; i++) seenAt[tokens[i].Word] = i + 1;
        seenAt[0] = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var word = tokens[i].Word;
            if (word + 1 >= _starts.Length || seenAt[word] != i + 1) continue;      // a word said twice is looked at once
            for (var row = _starts[word]; row < _starts[word + 1]; row += 2 + _rows[row + 1])
            {
                var content = _rows.AsSpan(row + 2, _rows[row + 1]);
                if (Together(text, tokens, seenAt, content, out var first, out var last)) found(_rows[row], first, last);
            }
        }
        foreach (var token in tokens) seenAt[token.Word] = 0;
    }

    private static bool Together(
        string text, List<Token> tokens, int[] seenAt, ReadOnlySpan<int> content, out int first, out int last)
    {
        (first, last) = (int.MaxValue, -1);
        var previous = -1;
        foreach (var word in content)
        {
            var at = seenAt[word] - 1;
            if (at < 0 || (content.Length == 2 && at < previous)) return false;
            previous = at;
            first = Math.Min(first, at);
            last = Math.Max(last, at);
        }
        var room = content.Length == 2 ? 3 : content.Length + 3;
        if (last - first > room) return false;
        if (content.Length == 2 && text.AsSpan(tokens[last].Start, tokens[last].End - tokens[last].Start).EndsWith("ed")) return false;
        return !text.AsSpan(tokens[first].End, tokens[last].Start - tokens[first].End).ContainsAny(ClauseMarks);
    }

    private int Rarest(int[] uses, int row)
    {
        var rarest = _added[row + 2];
        for (var i = 1; i < _added[row + 1]; i++)
            if (uses[_added[row + 2 + i]] < uses[rarest]) rarest = _added[row + 2 + i];
        return rarest;
    }
}
