namespace Headway.Catalog.Skills;

/// <summary>Cuts blocks into sentences at full stops that end one, and at bullets and cell borders inside a line.</summary>
internal static class SentenceReader
{
    private static readonly string[] Abbreviations =
    [
        "e.g.", "i.e.", "etc.", "vs.", "Dr.", "Mr.", "Ms.", "Mrs.", "Prof.", "Ph.D.", "St.", "No.", "Vol.", "ed.", "Eds.", "al.",
        "p.", "pp.", "a.m.", "p.m.",
    ];

    public static void Read(string text, TextBlock block, List<Sentence> into)
    {
        var start = block.Start;
        for (var at = block.Start; at < block.End; at++)
        {
            var c = text[at];
            var ends = c is '.' or '!' or '?'
                ? EndsSentence(text, start, at, block.End)
                : c is '•' or '●' or '▪' or '|' or '\t' or '\uF0B7';
            if (!ends) continue;
            var end = c == '.' ? BeforeNumber(text, start, at) : at;
            Add(text, start, end == at && (c is '.' or '!' or '?') ? at + 1 : end, block, into);
            start = at + 1;
        }
        Add(text, start, block.End, block, into);
    }

    private static void Add(string text, int start, int end, TextBlock block, List<Sentence> into)
    {
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is '"' or '”' or ')')) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end - start > 1) into.Add(new Sentence(start, end, block.Section, block.IsItem));
    }

    /// <summary>Of "… critically 4. Use …" the place before the number, which begins the next item; else the full stop.</summary>
    private static int BeforeNumber(string text, int start, int dot)
    {
        var at = dot;
        while (at > start && dot - at < 3 && char.IsAsciiDigit(text[at - 1])) at--;
        return at < dot && dot - at < 3 && (at == start || char.IsWhiteSpace(text[at - 1])) ? at : dot;
    }

    private static bool EndsSentence(string text, int start, int dot, int end)
    {
        var next = dot + 1;
        while (next < end && text[next] is '"' or '”' or ')' or '’') next++;
        if (next >= end) return true;
        if (!char.IsWhiteSpace(text[next])) return false;
        while (next < end && char.IsWhiteSpace(text[next])) next++;
        if (next < end && char.IsLower(text[next])) return false;
        if (text[dot] != '.') return true;
        var initial = dot > start && char.IsUpper(text[dot - 1]) && (dot - 2 < start || !char.IsLetter(text[dot - 2]));
        if (initial) return false;
        foreach (var abbreviation in Abbreviations)
        {
            var from = dot + 1 - abbreviation.Length;
            if (from < start || !text.AsSpan(from, abbreviation.Length).SequenceEqual(abbreviation)) continue;
            if (from == start || !char.IsLetter(text[from - 1])) return false;
        }
        return true;
    }
}
