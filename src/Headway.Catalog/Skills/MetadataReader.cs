using System.Globalization;
using System.Text.RegularExpressions;

namespace Headway.Catalog.Skills;

/// <summary>Reads title, code, term, instructor and credits from the head of a text; says nothing rather than guess.</summary>
internal static partial class MetadataReader
{
    private const int Head = 40;

    public static SyllabusMetadata Read(string text, IReadOnlyList<TextLine> lines)
    {
        var head = lines.Where(l => l.End > l.Start && l.Kind != LineKind.Noise).Take(Head)
            .Select(l => text[l.Start..l.End].Trim('#', '*', ' ')).Where(l => l.Length > 0).ToList();
        var code = head.Take(12).Select(l => CodePattern().Match(l)).FirstOrDefault(m => m.Success);
        return new SyllabusMetadata
        {
            Title = Title(head),
            CourseCode = code is null ? null : $"{code.Groups["subject"].Value} {code.Groups["number"].Value}",
            Term = First(head, TermPattern()) is { } term ? $"{Capital(term.Groups["season"].Value)} {term.Groups["year"].Value}" : null,
            Instructor = First(head, InstructorPattern())?.Groups["name"].Value.Trim(' ', ',', ';', '-'),
            Credits = First(head, CreditPattern()) is { } credits ? Number(credits) : null,
        };
    }

    private static Match? First(List<string> head, Regex pattern) => head.Select(l => pattern.Match(l)).FirstOrDefault(m => m.Success);

    private static decimal? Number(Match credits)
    {
        var digits = credits.Groups["n"].Success ? credits.Groups["n"].Value : credits.Groups["m"].Value;
        var read = decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n);
        return read && n is > 0 and <= 30 ? n : null;
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant();

    /// <summary>What follows the code on its line, else the first line that is more than code, term, university or "syllabus".</summary>
    private static string? Title(List<string> head)
    {
        for (var i = 0; i < Math.Min(6, head.Count); i++)
        {
            var line = CodePattern().Replace(head[i], "", 1);
            line = TermPattern().Replace(line, "");
            line = FurniturePattern().Replace(line, "").Trim(' ', ':', '-', '–', '—', ',', '|', '/', '(', ')', '.');
            if (line.Length is < 4 or > 100 || line.AsSpan().ContainsAny('[', '@')) continue;
            if (UniversityPattern().IsMatch(line) || InstructorPattern().IsMatch(head[i])) continue;
            if (line.Length < 8 && !line.Any(char.IsLower)) continue;
            if (HeadingTable.Find(line, out var words).Words == words) continue;
            if (line[^1] is ';' || line.Count(char.IsWhiteSpace) > 11) continue;
            return head[i].EndsWith(':') && i + 1 < head.Count && IsSubtitle(line, head[i + 1]) ? $"{line}: {head[i + 1]}" : line;
        }
        return null;
    }

    private static bool IsSubtitle(string title, string next) =>
        next.Length < 60 && !next.Contains(':', StringComparison.Ordinal) && !TermPattern().IsMatch(next)
        && HeadingTable.Find(title, out _).Words == 0;

    [GeneratedRegex(@"\b(?<subject>[A-Z]{2,10}(?:/[A-Z]{2,5})?)[ -]?(?<number>\d{1,4}/\d{3,4}|\d{3,4}[A-Z]{0,2})\b(?![-:.]\d)")]
    private static partial Regex CodePattern();

    [GeneratedRegex(
        @"\b(?:(?:Winter|Summer|Spring|Fall)\s+)?(?<season>Fall|Spring|Summer|Winter|Autumn|Intersession)"
        + @"(?:\s+(?:Semester|Quarter|Term|Intersession|Session))?,?\s+(?<year>(?:19|20)\d\d(?:[-–]\d\d(?:\d\d)?)?)",
        RegexOptions.IgnoreCase)]
    private static partial Regex TermPattern();

    [GeneratedRegex(
        @"\b(?:Instructor|Professor|Lecturer|Faculty|Teacher|Taught by)(?:\s+of record)?(?:\s+name)?\s*:\s*"
        + @"(?<name>(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs)\.?\s+)?\p{Lu}[\p{L}.'’-]*(?:\s+\p{Lu}[\p{L}.'’-]*){1,3}"
        + @"(?:,\s*(?:Ph\.?\s?D\.?|M\.?[AS]\.?|Ed\.?D\.?|J\.?D\.?))?)")]
    private static partial Regex InstructorPattern();

    [GeneratedRegex(
        @"\b(?<n>\d{1,2}(?:\.\d)?)\s*(?:semester |quarter |course )?(?:credit|unit|ECTS)s?\b(?:\s*hours?)?"
        + @"|\b(?:credits?|units?|ECTS)(?:\s+hours?)?\s*:\s*(?<m>\d{1,2}(?:\.\d)?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex CreditPattern();

    [GeneratedRegex(@"\b(?:course\s+)?syllabus\b(?:\s+(?:for|template))?|^(?:table of )?contents$", RegexOptions.IgnoreCase)]
    private static partial Regex FurniturePattern();

    [GeneratedRegex(
        @"\b(?:University|College|Department|School of|Institute|Faculty of)\b|^https?:|^\d|(?:Asynchronous|Online|In-person) Course$",
        RegexOptions.IgnoreCase)]
    private static partial Regex UniversityPattern();
}
