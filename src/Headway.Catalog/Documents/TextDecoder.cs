using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Catalog.Documents;

/// <summary>Bytes to characters: byte order mark, then what the page declares, then UTF-8 if it is valid, else Windows-1252.</summary>
internal static partial class TextDecoder
{
    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Windows-1252, the usual meaning of bytes that are not UTF-8.</summary>
    public static Encoding Western { get; } = GetWestern();

    /// <summary>Decodes text.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="html">Whether a charset named in the content counts.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, bool html = false)
    {
        if (bytes.StartsWith("\xEF\xBB\xBF"u8))
            return Encoding.UTF8.GetString(bytes[3..]);
        if (WideKind(bytes) is { } wide)
            return wide.GetString(bytes).TrimStart('\ufeff');
        if (IsUtf8(bytes))
            return Encoding.UTF8.GetString(bytes);
        return (html ? Declared(bytes) ?? Western : Western).GetString(bytes);
    }

    /// <summary>The encoding of text in two-byte units, with or without a mark; null for anything else.</summary>
    public static Encoding? WideKind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            return null;
        if (bytes[0] == 0xFF && bytes[1] == 0xFE)
            return Encoding.Unicode;
        if (bytes[0] == 0xFE && bytes[1] == 0xFF)
            return Encoding.BigEndianUnicode;
        var head = bytes[..Math.Min(bytes.Length & ~1, 1024)];
        int even = 0, odd = 0;
        for (var i = 0; i < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var units = head.Length / 2;
        return odd > units * 0.7 && even < units * 0.05 ? Encoding.Unicode
            : even > units * 0.7 && odd < units * 0.05 ? Encoding.BigEndianUnicode
            : null;
    }

    private static Encoding GetWestern()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 2048)]);
        if (Charset().Match(head) is not { Success: true } match)
            return null;
        try
        {
            return Encoding.GetEncoding(match.Groups[1].Value);
        }
        catch (ArgumentException)
        {
            return null; // an unknown name is as good as none
        }
    }

    [GeneratedRegex("""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Charset();
}
