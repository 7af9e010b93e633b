namespace Headway.Search;

/// <summary>One word of a search, as it stands there.</summary>
/// <param name="Key">The qualifier, as it was typed; empty for free text.</param>
/// <param name="Values">Its values, or the text: without quotes, cut at commas where it has a qualifier.</param>
/// <param name="Start">Where it begins in the search, from 0.</param>
/// <param name="Length">How many characters it has there.</param>
public sealed record SearchTerm(string Key, IReadOnlyList<string> Values, int Start, int Length)
{
    /// <summary>Where its first value begins in the search, quotes included.</summary>
    internal int ValueStart { get; init; }
}
