using System.Text.RegularExpressions;

namespace Headway.Catalog.Tests.Documents;

/// <summary>How well two texts agree, whatever their order: F1 over the bags of their words.</summary>
internal static partial class WordBag
{
    public static double Agreement(string a, string b)
    {
        var (left, right) = (Of(a), Of(b));
        double shared = left.Sum(word => Math.Min(word.Value, right.GetValueOrDefault(word.Key)));
        return 2 * shared / Math.Max(1, left.Values.Sum() + right.Values.Sum());
    }

    private static Dictionary<string, int> Of(string text) =>
        Words().Matches(text.ToLowerInvariant()).CountBy(match => match.Value).ToDictionary();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
