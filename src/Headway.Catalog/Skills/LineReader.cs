using System.Buffers;

namespace Headway.Catalog.Skills;

/// <summary>Cuts text into lines and tells bullets, numbers and page furniture from words.</summary>
internal static class LineReader
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789 ");
    private static readonly SearchValues<char> Rules = SearchValues.Create("-=_*~. |+:");
    private const string Bullets = "•–—·▪◦‣●○■□➢►∙*\uF0B7\uF0A7\u2043";

    public static List<TextLine> Read(string text)
    {
        var lines = new List<TextLine>(text.Length / 40 + 4);
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOfAny(['\n', '\f', '\r'], at);
            if (end < 0) end = text.Length;
            lines.Add(One(text, at, end));
            at = end + 1;
        }
        return lines;
    }

    private static TextLine One(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (start == end || !text.AsSpan(start, end - start).ContainsAnyExcept(Rules))
            return new TextLine(start, end, start, LineKind.Blank);
        var line = text.AsSpan(start, end - start);
        if (IsNoise(line)) return new TextLine(start, end, end, LineKind.Noise);
        var (content, kind) = AfterMarker(line);
        return new TextLine(start, end, start + content, kind);
    }

    private static bool IsNoise(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAnyExcept(Digits)) return line.Length <= 4;
        if (line.StartsWith("Page ", StringComparison.OrdinalIgnoreCase) && line.Length <= 16 && char.IsDigit(line[^1])) return true;
        return line.Length <= 8 && line[0] == '-' && line[^1] == '-' && line[1..^1].Trim().ContainsAnyInRange('0', '9');
    }

    private static (int Content, LineKind Kind) AfterMarker(ReadOnlySpan<char> line)
    {
        if (Bullets.Contains(line[0], StringComparison.Ordinal)) return AfterBullet(line, 1);
        if (line[0] is '-' or 'o' && line.Length > 1 && char.IsWhiteSpace(line[1])) return AfterBullet(line, 1);
        var digits = 0;
        while (digits < line.Length && digits < 3 && char.IsAsciiDigit(line[digits])) digits++;
        if (digits == 0 && line.Length > 2 && char.IsAsciiLetter(line[0]) && line[1] is '.' or ')') digits = 1;
        var open = line[0] == '(' && line.Length > 3 && line[2] == ')';
        if (open) return (SkipSpace(line, 3), LineKind.Numbered);
        if (digits == 0 || digits >= line.Length || line[digits] is not ('.' or ')')) return (0, LineKind.Plain);
        var after = digits + 1;
        if (after < line.Length && char.IsAsciiDigit(line[after])) return (0, LineKind.Plain);       // 2.5 hours
        return (SkipSpace(line, after), LineKind.Numbered);
    }

    private static (int Content, LineKind Kind) AfterBullet(ReadOnlySpan<char> line, int at)
    {
        if (at < line.Length && line[0] == '*' && line[at] == '*') return (0, LineKind.Plain);       // **bold** of Markdown
        return (SkipSpace(line, at), LineKind.Bullet);
    }

    private static int SkipSpace(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && (char.IsWhiteSpace(line[at]) || line[at] == '\u200B')) at++;
        return at;
    }
}
