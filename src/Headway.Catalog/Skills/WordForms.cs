using System.Buffers;

namespace Headway.Catalog.Skills;

/// <summary>
/// Folds the forms of an English word into one: plural, -ing, -ed, British spelling. Not a word a person would write;
/// it only has to be the same for text and library.
/// </summary>
internal static class WordForms
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");
    public const int Longest = 48;

    /// <summary>Lower case, without soft hyphens, ligatures opened. Returns the length, or 0 where it is too long.</summary>
    public static int Fold(ReadOnlySpan<char> surface, Span<char> into)
    {
        var n = 0;
        foreach (var c in surface)
        {
            if (n >= Longest - 1) return 0;
            switch (c)
            {
                case '\u00AD' or '\n' or '\r' or '-': break;        // only inside a word that was broken at a line end
                case '\uFB00': into[n++] = 'f'; into[n++] = 'f'; break;
                case '\uFB01': into[n++] = 'f'; into[n++] = 'i'; break;
                case '\uFB02': into[n++] = 'f'; into[n++] = 'l'; break;
                default: into[n++] = c < 128 ? (char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c) : char.ToLowerInvariant(c); break;
            }
        }
        return n;
    }

    /// <summary>Plural to singular only: what a one-word name has to share with the text.</summary>
    public static int Singular(Span<char> word, int n)
    {
        if (n < 4 || word[n - 1] != 's' || word[n - 2] is 's' or 'u' or 'i') return n;
        if (n > 4 && word[n - 2] == 'e')
        {
            if (word[n - 3] == 'i')
            {
                word[n - 3] = 'y';
                return n - 2;
            }
            var (last, before) = (word[n - 3], word[n - 4]);
            if (last is 'x' or 'z' || (last == 'h' && before is 'c' or 's') || (last == 's' && before == 's')) return n - 2;
        }
        return n - 1;
    }

    /// <summary>The stem of a folded word, in place. Returns its length.</summary>
    public static int Stem(Span<char> word, int n)
    {
        if (word[..n] is "use" or "uses" or "used" or "using")
        {
            word[1] = 'z';
            return 2;
        }
        if (n < 4) return n;
        if (word[..n].StartsWith("analys") || word[..n].StartsWith("analyz"))
        {
            if (n is >= 7 and <= 9 && !word[..n].EndsWith("st") && !word[..n].EndsWith("sts"))
            {
                "analyz".CopyTo(word);
                return 6;
            }
        }
        n = Singular(word, n);
        n = DropEnding(word, n);
        n = American(word, n);
        return n > 3 && word[n - 1] == 'e' ? n - 1 : n;
    }

    private static int DropEnding(Span<char> word, int n)
    {
        if (n >= 6 && word[..n].EndsWith("ing") && HasVowel(word[..(n - 3)])) return Undouble(word, n - 3);
        if (n > 4 && word[..n].EndsWith("ied"))
        {
            word[n - 3] = 'y';
            return n - 2;
        }
        if (n >= 6 && word[..n].EndsWith("ed") && word[n - 3] != 'e' && HasVowel(word[..(n - 2)])) return Undouble(word, n - 2);
        return n;
    }

    private static int Undouble(ReadOnlySpan<char> word, int n) =>
        n > 3 && word[n - 1] == word[n - 2] && word[n - 1] is not ('s' or 'z' or 'e' or 'o') ? n - 1 : n;

    private static int American(Span<char> word, int n)
    {
        if (n < 5) return n;
        var w = word[..n];
        if (w.EndsWith("isation")) word[n - 6] = 'z';
        else if (w.EndsWith("ise")) word[n - 2] = 'z';
        else if (w.EndsWith("is") && n > 5) word[n - 1] = 'z';          // organis(ing), organis(ed)
        else if (w.EndsWith("our") && n > 5)
        {
            word[n - 2] = 'r';
            return n - 1;
        }
        else if (w.EndsWith("programme") || w.EndsWith("programm")) return n - (w[^1] == 'e' ? 2 : 1);
        else if (w.EndsWith("centre"))
        {
            word[n - 2] = 'e';
            word[n - 1] = 'r';
        }
        else if (w.EndsWith("ll") && n > 5) return n - 1;               // modell(ing), fulfill
        return n;
    }

    private static bool HasVowel(ReadOnlySpan<char> word) => word.ContainsAny(Vowels);
}
