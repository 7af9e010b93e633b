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
        new("nothing_waits_out_of_sight", "src/Headway.Data/SqliteWriter.cs", "the writer owns its thread, and nothing else runs on it"),
        new("nothing_waits_out_of_sight", "src/Headway.Store/StoreServices.cs",
            "the container knows no async factories; once, while the host starts"),
        new("tests_do_not_sleep", "tests/Headway.App.Tests/KillTests.cs", "a kill comes at a random moment; nothing is waited for"),
        new("tests_do_not_sleep", "tests/Headway.App.Tests/Faults/FaultTime.cs", "a fault lasts as long as it is told to"),
        new("source_folders_have_tests", "src/Headway.Catalog/Trials", "the faults of tests/Headway.App.Tests/Faults run them"),
        new("source_folders_have_tests", "src/Headway/Handlers", "the tests come with the worker that drives handlers"),
    ];
}
