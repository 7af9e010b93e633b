namespace Headway.Catalog.Skills;

/// <summary>Sequences of word numbers, each ending in one or more values; finds the longest that starts at a word.</summary>
/// <param name="size">How many nodes to make room for.</param>
internal sealed class PhraseTrie<T>(int size)
{
    private readonly Dictionary<long, int> _edges = new(size);
    private T[]?[] _values = new T[]?[size + 1];
    private int[] _roots = [];
    private int _nodes;

    public void Add(ReadOnlySpan<int> words, T value)
    {
        var node = 0;
        foreach (var word in words)
        {
            if (node == 0) node = AddRoot(word);
            else if (_edges.TryGetValue(Edge(node, word), out var next)) node = next;
            else _edges.Add(Edge(node, word), node = AddNode());
        }
        _values[node] = _values[node] is { } others ? [.. others, value] : [value];
    }

    public bool Contains(ReadOnlySpan<int> words)
    {
        var node = words.IsEmpty || words[0] >= _roots.Length ? 0 : _roots[words[0]];
        for (var i = 1; node != 0 && i < words.Length; i++) node = _edges.GetValueOrDefault(Edge(node, words[i]));
        return node != 0 && _values[node] is not null;
    }

    /// <summary>
    /// The values of the longest phrase starting at a token, in the order they were added, or null. <paramref name="length"/> is
    /// both the most tokens to look at and, on return, how many were taken.
    /// </summary>
    public T[]? Longest(List<Token> tokens, int at, ref int length)
    {
        var most = length;
        length = 0;
        var word = tokens[at].Word;
        var node = word < _roots.Length ? _roots[word] : 0;
        T[]? found = null;
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
        if (++_nodes >= _values.Length) Array.Resize(ref _values, _values.Length * 2);
        return _nodes;
    }

    private static long Edge(int node, int word) => ((long)node << 32) | (uint)word;
}
