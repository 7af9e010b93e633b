using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Model;

/// <summary>
/// What makes two failures the same error: type of job, code, and the message without what differs from case to case. Computed once, when
/// an attempt has failed; what was computed is kept with the failure and never computed again from its text.
/// </summary>
internal static partial class Fingerprint
{
    private const int LongestPattern = 300;
    private const int Bytes = 8;

    /// <summary>The fingerprint: 16 hexadecimal digits, the same on every machine and in every release.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="fault">The failure.</param>
    public static string Of(string type, Fault fault) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{fault.Code}\n{Pattern(fault.Message)}")).AsSpan(0, Bytes));

    /// <summary>A message with its particulars taken out: quoted text and file names as …, ids and numbers as #; ≤ 300 characters.</summary>
    public static string Pattern(string message)
    {
        var head = message.Length > 4 * LongestPattern ? message[..(4 * LongestPattern)] : message;
        var text = Quoted().Replace(head, "…");
        text = Place().Replace(text, "…");
        text = Id().Replace(text, "#");
        text = Number().Replace(text, "#");
        text = Blanks().Replace(text, " ").Trim();
        return text.Length > LongestPattern ? text[..LongestPattern] : text;
    }

    [GeneratedRegex(@"“[^”]*”|""[^""]*""|(?<!\w)'[^'\n]*'(?!\w)|`[^`]*`|«[^»]*»")]
    private static partial Regex Quoted();

    /// <summary>Addresses, paths with at least one slash or a drive, and names of files.</summary>
    [GeneratedRegex(@"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s,;)]+|(?:[a-zA-Z]:)?[\\/][^\s:,;)]+|[\w-]+(?:[\\/.][\w-]+)*\.[a-zA-Z]{2,4}[0-9]?(?!\w)")]
    private static partial Regex Place();

    [GeneratedRegex(@"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|\b[a-z]+_[0-9a-zA-Z]{20,}|\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{12,}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"[0-9]+(?:[.,:][0-9]+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
