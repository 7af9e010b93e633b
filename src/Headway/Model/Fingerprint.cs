using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Model;

/// <summary>
/// What makes two failures the same error, whatever type of job they happened to: the code, and the message without what differs from case
/// to case. Computed once, when an attempt has failed.
/// </summary>
public static partial class Fingerprint
{
    private const int LongestPattern = 300;
    private const int Bytes = 8;

    /// <summary>The fingerprint: 16 hexadecimal digits, the same on every machine and in every release.</summary>
    /// <param name="code">Of the failure.</param>
    /// <param name="pattern">What <see cref="Pattern"/> makes of its message.</param>
    public static string Of(string code, string pattern) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{code}\n{pattern}")).AsSpan(0, Bytes));

    /// <summary>A message with its particulars taken out: quoted text and file names as …, ids and numbers as #.</summary>
    /// <returns>At most 300 characters.</returns>
    public static string Pattern(string message)
    {
        var text = Quoted().Replace(Cut(message, 4 * LongestPattern), "…");
        text = Place().Replace(text, "…");
        text = Id().Replace(text, "#");
        text = Number().Replace(text, "#");
        text = Blanks().Replace(text, " ").Trim();
        return Cut(text, LongestPattern);
    }

    /// <summary>The beginning of a text; no character is cut in two.</summary>
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    [GeneratedRegex(@"“[^”]*”|""[^""]*""|(?<!\w)'[^'\n]*'(?!\w)|`[^`]*`|«[^»]*»")]
    private static partial Regex Quoted();

    /// <summary>Addresses, paths with at least one slash or a drive, and names of files.</summary>
    [GeneratedRegex(
        @"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s,;)]+|(?:[a-zA-Z]:)?[\\/][^\s:,;)]+|[\w-]+(?:[\\/.][\w-]+)*\.[a-zA-Z]{2,4}[0-9]?(?!\w)")]
    private static partial Regex Place();

    [GeneratedRegex(
        @"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|\b[a-z]+_[0-9a-zA-Z]{20,}|\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{12,}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"[0-9]+(?:[.,:][0-9]+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
