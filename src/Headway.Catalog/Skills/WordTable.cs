namespace Headway.Catalog.Skills;

/// <summary>Numbers for the stems the library and the rules know, from 1; read by many threads once it is built.</summary>
internal sealed class WordTable
{
    private readonly Dictionary<string, int> _numbers = new(20_000, StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WordTable() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>One more than the highest number given out.</summary>
    public int Count => _numbers.Count + 1;

    /// <summary>0 for a word nobody added.</summary>
    public int Find(ReadOnlySpan<char> surface)
    {
        Span<char> folded = stackalloc char[WordForms.Longest + 1];
        var n = Stem(surface, folded);
        return n > 0 && _lookup.TryGetValue(folded[..n], out var number) ? number : 0;
    }

    public int Add(ReadOnlySpan<char> surface)
    {
        Span<char> folded = stackalloc char[WordForms.Longest + 1];
        var n = Stem(surface, folded);
        if (n == 0) return 0;
        if (_lookup.TryGetValue(folded[..n], out var number)) return number;
        number = _numbers.Count + 1;
        _lookup[folded[..n]] = number;
        return number;
    }

    private static int Stem(ReadOnlySpan<char> surface, Span<char> folded)
    {
        var n = WordForms.Fold(surface, folded);
        return n == 0 ? 0 : WordForms.Stem(folded, n);
    }
}
