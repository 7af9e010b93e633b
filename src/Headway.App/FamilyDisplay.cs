using Headway.Web.Api.Contracts;

namespace Headway.App;

/// <summary>The jobs around a job, in lines.</summary>
internal static class FamilyDisplay
{
    /// <summary>One line for each of them, children by their counts; none for a job that stands alone.</summary>
    public static IEnumerable<string> Lines(FamilyView family)
    {
        if (family.Parent is { } parent)
            yield return $"parent    {parent}";
        foreach (var one in family.After)
            yield return $"after     {Line(one)}";
        foreach (var one in family.Dependants)
            yield return $"before    {Line(one)}";
        if (family.Children.Count > 0)
        {
            var counts = family.Children.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}");
            yield return $"children  {string.Join(", ", counts)}";
        }
    }

    private static string Line(RelationView one)
    {
        var status = one.Status is { } known ? JobDisplay.Word(known) : "deleted";
        var policy = one.OnFailure.ToString().ToLowerInvariant();
        return $"{one.JobId}  {one.Name}  {status}{(one.Open ? ", waited for" : "")}, on failure: {policy}";
    }
}
