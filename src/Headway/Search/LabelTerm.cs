namespace Headway.Search;

/// <summary>Jobs with a label.</summary>
/// <param name="Key">The label's key, exactly.</param>
/// <param name="Values">Any of these, in any case, <c>*</c> for any letters.</param>
public sealed record LabelTerm(string Key, IReadOnlyList<string> Values)
{
    internal bool Fits(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(Key, out var value) && Values.Any(pattern => Wildcard.Fits(pattern, value));
}
