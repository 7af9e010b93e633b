using System.Globalization;
using System.Text.Json;

namespace Headway.Search;

/// <summary>Jobs with a value in their config.</summary>
/// <param name="Path">
/// Names of members from the outside in, numbers for places in an array; an array without a place means any of its elements.
/// </param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Values">With any of these; a <c>*</c> alone asks that there is a value at all.</param>
public sealed record ConfigTerm(IReadOnlyList<string> Path, Comparison Comparison, IReadOnlyList<string> Values)
{
    /// <summary>False says for certain that a config has no such member, without reading it.</summary>
    internal bool MayFit(string config) =>
        config.Contains('\\', StringComparison.Ordinal)
        || Path.All(name => IsPlace(name) || config.Contains($"\"{name}\"", StringComparison.Ordinal));

    internal bool Fits(JsonElement config) => Find(config, 0);

    private bool Find(JsonElement at, int depth)
    {
        if (depth < Path.Count && at.ValueKind == JsonValueKind.Object)
            return at.TryGetProperty(Path[depth], out var member) && Find(member, depth + 1);
        if (at.ValueKind != JsonValueKind.Array)
            return depth == Path.Count && IsMet(at);
        if (depth < Path.Count && IsPlace(Path[depth]))
            return int.TryParse(Path[depth], CultureInfo.InvariantCulture, out var place) && place < at.GetArrayLength()
                && Find(at[place], depth + 1);
        if (depth == Path.Count && Values is ["*"])
            return true;
        foreach (var element in at.EnumerateArray())
        {
            if (Find(element, depth))
                return true;
        }

        return false;
    }

    private bool IsMet(JsonElement value)
    {
        if (Values is ["*"])
            return value.ValueKind != JsonValueKind.Null;
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Object)
            return false;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return Values.Any(wanted => IsMet(text, wanted));
    }

    private bool IsMet(string text, string wanted)
    {
        int order;
        if (Number(text) is { } mine && Number(wanted) is { } theirs)
            order = mine.CompareTo(theirs);
        else if (Comparison == Comparison.Equal)
            return Wildcard.Fits(wanted, text);
        else if (Number(wanted) is not null)
            return false; // a text is neither more nor less than a number
        else
            order = string.CompareOrdinal(text, wanted);
        return Comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.Greater => order > 0,
            Comparison.AtLeast => order >= 0,
            Comparison.Less => order < 0,
            _ => order <= 0,
        };
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static bool IsPlace(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
