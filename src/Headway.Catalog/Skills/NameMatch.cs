using System.Buffers;

namespace Headway.Catalog.Skills;

/// <summary>What the text must show, beyond the stems, before a name counts as standing there.</summary>
internal sealed record NameMatch
{
    private static readonly SearchValues<char> Partings = SearchValues.Create(",;:()|!?•\t[]{}\"");

    public required int Skill { get; init; }

    public required bool NeedsContext { get; init; }

    /// <summary>The one word of a one-word name in singular, lower case: "accounting" is not "account". Null for longer names.</summary>
    public string? Singular { get; init; }

    /// <summary>The spelling in any case, for product names long enough to be no ordinary word. Null for other names.</summary>
    public string? AnyCase { get; init; }

    /// <summary>The spelling that must stand there letter by letter: SQL, R, Excel. Null where case says nothing.</summary>
    public string? Exact { get; init; }

    /// <summary>How the last word ends: "software engineering" is not "software engineers", "built trusted" is not "build trust".</summary>
    public Ending? Last { get; init; }

    /// <summary>Whether the name has a comma, so the text may have one.</summary>
    public bool Comma { get; init; }

    /// <summary>Each word must begin with a capital: "Final Draft" the product.</summary>
    public bool Capitals { get; init; }

    public static NameMatch For(SkillPhrase phrase, int words, string first, string last, SkillKind kind)
    {
        var match = new NameMatch { Skill = phrase.Skill, NeedsContext = phrase.NeedsContext };
        if (words > 1)
        {
            return match with
            {
                Last = EndingOf(last),
                Comma = phrase.Text.Contains(',', StringComparison.Ordinal),
                Capitals = kind == SkillKind.Tool && phrase.NeedsContext,
            };
        }
        var cased = first.AsSpan().ContainsAnyInRange('A', 'Z');
        if (cased && !phrase.NeedsContext && IsDistinct(first)) return match with { AnyCase = first };
        return match with { Singular = cased ? null : Lower(first), Exact = cased ? first : null };
    }

    public bool Fits(string text, List<Token> tokens, int at, int length)
    {
        var first = tokens[at];
        var surface = text.AsSpan(first.Start, first.End - first.Start);
        if (AnyCase is not null) return surface.Equals(AnyCase, StringComparison.OrdinalIgnoreCase);
        if (Exact is not null) return FitsExact(surface);
        if (Singular is not null)
        {
            Span<char> folded = stackalloc char[WordForms.Longest + 1];
            var n = WordForms.Fold(surface, folded);
            return n > 0 && (folded[..n].SequenceEqual(Singular) || folded[..WordForms.Singular(folded, n)].SequenceEqual(Singular));
        }
        var last = tokens[at + length - 1];
        var lastWord = text.AsSpan(last.Start, last.End - last.Start);
        return Last == EndingOf(lastWord)
            && Touch(text, tokens, at, length)
            && (!Capitals || StartWithCapitals(text, tokens, at, length));
    }

    /// <summary>A long name may also be written with only its first letter, or all letters, in capitals.</summary>
    private bool FitsExact(ReadOnlySpan<char> surface) =>
        surface.SequenceEqual(Exact)
        || (Exact!.Length >= 5 && char.IsUpper(surface[0]) && surface.Equals(Exact, StringComparison.OrdinalIgnoreCase));

    private static bool StartWithCapitals(string text, List<Token> tokens, int at, int length)
    {
        for (var i = at; i < at + length; i++)
            if (char.IsLower(text[tokens[i].Start])) return false;
        return true;
    }

    /// <summary>A name in the plural ("securities") asks for the plural; one in the singular takes both.</summary>
    private static string Lower(string word)
    {
        Span<char> folded = stackalloc char[WordForms.Longest + 1];
        return folded[..WordForms.Fold(word, folded)].ToString();
    }

    private static bool IsDistinct(string word) =>
        word.Length >= 6 || (word.Length >= 4 && word.Any(c => char.IsAsciiDigit(c) || c == '.'));

    /// <summary>Nothing between the words that parts them: "service; marked" is no name.</summary>
    private bool Touch(string text, List<Token> tokens, int at, int length)
    {
        for (var i = at; i + 1 < at + length; i++)
        {
            var between = text.AsSpan(tokens[i].End, tokens[i + 1].Start - tokens[i].End);
            if (between.ContainsAny(Partings) && !(Comma && !between.ContainsAnyExcept(", "))) return false;
        }
        return true;
    }

    private static Ending EndingOf(ReadOnlySpan<char> word) =>
        word.EndsWith("ing", StringComparison.OrdinalIgnoreCase) ? Ending.Ing
        : word.EndsWith("ed", StringComparison.OrdinalIgnoreCase) ? Ending.Ed
        : Ending.Other;
}
