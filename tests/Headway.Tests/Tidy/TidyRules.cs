namespace Headway.Tests.Tidy;

/// <summary>All rules, and what is excused from them.</summary>
internal static class TidyRules
{
    public static IReadOnlyDictionary<string, TidyRule> ByName { get; } =
        new[] { LayoutRules.All, CodeRules.All, BookRules.All, DocumentRules.All }.SelectMany(rules => rules)
            .ToDictionary(rule => rule.Name);

    /// <summary>Findings that may stand, each with its reason; one that nobody needs any more fails a test.</summary>
    public static IReadOnlyList<Excuse> Excused { get; } =
    [
        new("links_resolve", "README.md:19: 'docs/images", "the picture is taken once the dashboard is there"),
        new("source_folders_have_tests", "src/Headway/Handlers", "the tests come with the worker that drives handlers"),
    ];
}
