using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headway.Worker;

/// <summary>Text from handlers and documents, made fit for every database: no NUL, no half surrogate pairs, not too long.</summary>
internal static class SafeText
{
    /// <summary>The text, cut with an ellipsis where it is longer than <paramref name="length"/> characters.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int length)
    {
        if (text is null)
            return null;
        if (text.Length > length)
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");
        return IsSafe(text) ? text : Cleaned(text);
    }

    private static bool IsSafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return clean.ToString();
    }
}
