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
        new("links_resolve", "README.md:61: 'docs/error-codes.md'", "written with the document readers"),
        new("links_resolve", "README.md:62: 'docs/data.md'", "written with the data of the built-in job types"),
        new("links_resolve", "README.md:62: 'NOTICE'", "written with the data of the built-in job types"),
        new("source_folders_have_tests", "src/Headway/Client", "a pass-through to the store; its rules are the store's contract suite"),
        new("source_folders_have_tests", "src/Headway/Handlers", "the tests come with the worker that drives handlers"),
        new("source_folders_have_tests", "src/Headway/Live", "the tests come with the feed's reader"),
        new("source_folders_have_tests", "src/Headway/Upkeep", "the reaper and the promoter are tried with the workers they serve"),
    ];
}
