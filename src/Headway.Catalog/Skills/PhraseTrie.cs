namespace Headway.Catalog.Skills;

/// <summary>Sequences of word numbers, each ending in a list of values; finds the longest that starts at a word.</summary>
internal sealed class PhraseTrie<T>
{
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<List<T>?> _values = [null];
    private int[] _roots = [];

    public void Add(ReadOnlySpan<int> words, T value)
    {
        var node = 0;
        foreach (var word in words)
        {
            if (node == 0) node = AddRoot(word);
            else if (_edges.TryGetValue(Edge(node, word), out var next)) node = next;
            else _edges.Add(Edge(node, word), node = AddNode());
        }
        (_values[node] ??= []).Add(value);
    }

    public bool Contains(ReadOnlySpan<int> words)
    {
        var node = words.IsEmpty || words[0] >= _roots.Length ? 0 : _roots[words[0]];
        for (var i = 1; node != 0 && i < words.Length; i++) node = _edges.GetValueOrDefault(Edge(node, words[i]));
        return node != 0 && _values[node] is not null;
    }

    /// <summary>
    /// The longest phrase starting at a token, or null. <paramref name="length"/> is both the most tokens to look at and,
    /// on return, how many were taken.
    /// </summary>
    public List<T>? Longest(List<Token> tokens, int at, ref int length)
    {
        var most = length;
        length = 0;
        var word = tokens[at].Word;
        var node = word < _roots.Length ? _roots[word] : 0;
        List<T>? found = null;
        for (var i = 0; node != 0; i++)
        {
            if (_values[node] is { } values) (found, length) = (values, i + 1);
            if (i + 1 >= most) break;
            word = tokens[at + i + 1].Word;
            if (word == 0 || !_edges.TryGetValue(Edge(node, word), out node)) break;
        }
        return found;
    }

    private int AddRoot(int word)
    {
        if (word >= _roots.Length) Array.Resize(ref _roots, Math.Max(word + 1, _roots.Length * 2));
        return _roots[word] == 0 ? _roots[word] = AddNode() : _roots[word];
    }

    private int AddNode()
    {
        _values.Add(null);
        return _values.Count - 1;
    }

    private static long Edge(int node, int word) => ((long)node << 32) | (uint)word;
}
