namespace Headway.Catalog.Skills;

/// <summary>Tells headings from text by their words, their length, their capitals and what stands around them.</summary>
internal static class HeadingReader
{
    private const int LongestLabel = 80;

    /// <summary>The heading a line is or begins with; null for plain text.</summary>
    public static Heading? Read(string text, List<TextLine> lines, int at)
    {
        var line = lines[at];
        if (line.Kind is LineKind.Blank or LineKind.Noise or LineKind.Bullet) return null;
        var start = line.Content;
        while (start < line.End && text[start] is '#' or '*' or '_' or ' ') start++;
        start = AfterNumber(text, start, line.End);
        if (start >= line.End) return null;
        var marked = start > line.Start && text[line.Start] is '#' or '*';
        var end = line.End;
        while (end > start && text[end - 1] is '*' or '_' or '#' or ' ') end--;
        var body = text.AsSpan(start, end - start);
        var colon = body.IndexOfAny(':', '\t');
        if (colon == body.Length - 1) return Whole(text, lines, at, start, end - 1, colon: true, marked);
        if (colon > 0 && colon <= LongestLabel / 2) return Label(text, line, start, start + colon);
        return Whole(text, lines, at, start, end, colon: false, marked);
    }

    /// <summary>"Prerequisites: GEOG 141", or the first cell of a row if the table knows nearly all its words.</summary>
    private static Heading? Label(string text, TextLine line, int start, int end)
    {
        if (line.IsItem || text.AsSpan(end).StartsWith("://")) return null;
        var (kind, known) = HeadingTable.Find(text.AsSpan(start, end - start), out var words);
        if (known == 0 || words - known > 2 || words > 5) return null;
        var content = end + 1;
        while (content < line.End && text[content] is ' ' or '\t' or '*') content++;
        return new Heading(kind, Known: true, Inline: true, Signed: true, start, end, content);
    }

    private static Heading? Whole(string text, List<TextLine> lines, int at, int start, int end, bool colon, bool marked)
    {
        var label = text.AsSpan(start, Math.Max(0, end - start));
        if (label.Length is < 2 or > LongestLabel || label[^1] is '.' or ',' or ';' or '?' or '!' && !colon) return null;
        var (kind, known) = HeadingTable.Find(label, out var words);
        if (words == 0) return null;
        var numbered = lines[at].Kind == LineKind.Numbered;
        var ofPosition = kind is SectionKind.Qualifications or SectionKind.Responsibilities or SectionKind.Assignments;
        if (ofPosition && words > known && IsFirst(lines, at)) known = 0;       // a title may well say "experience" or "project"
        if (known > 0 && Fits(text, lines, at, label, known, words, colon || marked, numbered))
            return new Heading(kind, Known: true, Inline: false, colon || marked, start, end, lines[at].End);
        if (numbered || words > 8 || label.ContainsAny("@/%[]") || !char.IsUpper(label[0])) return null;
        if (colon && IsLeadIn(label)) return null;
        var alone = marked || (colon && words <= 6) || (BlankBefore(lines, at) && IsTitle(label) && !label.ContainsAnyInRange('0', '9'));
        return alone ? new Heading(SectionKind.Other, Known: false, Inline: false, colon || marked, start, end, lines[at].End) : null;
    }

    private static bool Fits(
        string text, List<TextLine> lines, int at, ReadOnlySpan<char> label, int known, int words, bool signed, bool numbered)
    {
        if (numbered) return BlankBefore(lines, at) && words - known <= 4 && IsTitle(label) && !NextIsNumbered(lines, at);
        if (signed) return words - known <= (known > 1 ? 8 : 4);
        if (!char.IsUpper(label[0]) || words - known > 5) return false;
        if (IsTitle(label)) return true;
        return words - known <= 2 && (BlankBefore(lines, at) || EndsSentence(text, lines, at));
    }

    /// <summary>"5.1 Course Components": a number of two parts belongs to a heading, not to a list.</summary>
    private static int AfterNumber(string text, int at, int end)
    {
        var next = at;
        while (next < end && (char.IsAsciiDigit(text[next]) || text[next] == '.')) next++;
        return next > at + 2 && next < end && text[next] == ' ' && text.AsSpan(at, next - at).Contains('.') ? next + 1 : at;
    }

    private static bool IsFirst(List<TextLine> lines, int at)
    {
        for (var i = 0; i < at; i++)
            if (lines[i].Kind is not (LineKind.Blank or LineKind.Noise)) return false;
        return true;
    }

    private static bool NextIsNumbered(List<TextLine> lines, int at) => at + 1 < lines.Count && lines[at + 1].Kind == LineKind.Numbered;

    private static bool BlankBefore(List<TextLine> lines, int at) => at == 0 || lines[at - 1].Kind is LineKind.Blank or LineKind.Noise;

    private static bool EndsSentence(string text, List<TextLine> lines, int at) =>
        lines[at - 1].End > 0 && text[lines[at - 1].End - 1] is '.' or ':' or '!' or '?' or ')';

    /// <summary>"Students will:" goes on in the list below it.</summary>
    private static bool IsLeadIn(ReadOnlySpan<char> label) =>
        label[(label.LastIndexOf(' ') + 1)..] is "will" or "shall" or "can" or "should" or "must" or "to" or "following"
            or "include" or "includes" or "are" or "is" or "need" or "with" or "by" or "that" or "below" or "have";

    /// <summary>Every long word begins with a capital.</summary>
    private static bool IsTitle(ReadOnlySpan<char> label)
    {
        foreach (var range in label.Split(' '))
        {
            var word = label[range].TrimStart("(“\"'");
            if (word.Length > 4 && char.IsLower(word[0])) return false;
        }
        return char.IsUpper(label[0]) || char.IsAsciiDigit(label[0]);
    }
}
