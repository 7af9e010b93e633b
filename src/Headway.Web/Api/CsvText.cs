using System.Text.RegularExpressions;

namespace Headway.Web.Api;

/// <summary>
/// A text as a field of CSV. What a spreadsheet would run as a formula gets an apostrophe before it: texts whose first character, blanks
/// aside, is one of = + - @ in any width, or that begin with a tab or a line end. A text that has such apostrophes already gets one
/// more, so that taking one away from whatever <see cref="NeedsMark"/> knows gives every text back.
/// </summary>
internal static partial class CsvText
{
    /// <summary>The field, quoted where it must be.</summary>
    public static string Field(string text)
    {
        var plain = NeedsMark().IsMatch(text) ? $"'{text}" : text;
        return plain.AsSpan().IndexOfAny(",\"\r\n\t") >= 0 || plain is [' ', ..] or [.., ' ']
            ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : plain;
    }

    /// <summary>Apostrophes, then blanks and invisible characters, then what starts a formula; or a tab or line end.</summary>
    [GeneratedRegex(@"^'*(?:[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n])")]
    private static partial Regex NeedsMark();
}
