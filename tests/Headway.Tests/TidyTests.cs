using Headway.Tests.Tidy;

namespace Headway.Tests;

/// <summary>Taste as a test. Every rule is also shown something it must refuse and something it must let pass.</summary>
public sealed class TidyTests
{
    public static TheoryData<string> Rules => [.. TidyRules.ByName.Keys];

    [Theory, MemberData(nameof(Rules))]
    public void repository_keeps_the_rule(string name)
    {
        var rule = TidyRules.ByName[name];
        var findings = rule.Check(SourceTree.Repository)
            .Where(finding => !TidyRules.Excused.Any(excuse => excuse.Covers(name, finding))).ToList();

        Assert.True(findings.Count == 0, $"{rule.Remedy}\n{string.Join('\n', findings)}");
    }

    [Fact]
    public void every_excuse_is_still_needed()
    {
        var needless = TidyRules.Excused.Where(excuse =>
            !TidyRules.ByName[excuse.Rule].Check(SourceTree.Repository).Any(finding => excuse.Covers(excuse.Rule, finding)));

        Assert.True(!needless.Any(), $"Delete from TidyRules.Excused:\n{string.Join('\n', needless)}");
    }

    [Theory, MemberData(nameof(TidyExamples.Bad), MemberType = typeof(TidyExamples))]
    public void rule_refuses(string rule, string path, string text) =>
        Assert.NotEmpty(TidyRules.ByName[rule].Check(new SourceTree([new SourceFile(path, text)])));

    [Theory, MemberData(nameof(TidyExamples.Good), MemberType = typeof(TidyExamples))]
    public void rule_lets_pass(string rule, string path, string text) =>
        Assert.Empty(TidyRules.ByName[rule].Check(new SourceTree([new SourceFile(path, text)])));

    [Theory, MemberData(nameof(Rules))]
    public void rule_has_an_example_of_both(string rule)
    {
        Assert.Contains(rule, TidyExamples.Bad.Select(row => row.Data.Item1));
        Assert.Contains(rule, TidyExamples.Good.Select(row => row.Data.Item1));
    }

    [Fact]
    public void statement_that_is_used_passes()
    {
        var tree = new SourceTree(
        [
            new SourceFile("src/Headway.Store/Sql/claim.sql", "-- what it is for\n-- name: Claim\nSELECT 1;\n"),
            new SourceFile("src/Headway.Store/Claims.cs", "class Claims { string s = \"Claim\"; }"),
        ]);

        Assert.Empty(TidyRules.ByName["statements_are_named_and_used"].Check(tree));
    }

    [Fact]
    public void link_to_a_heading_of_another_document_passes()
    {
        var tree = new SourceTree(
        [
            new SourceFile("docs/a.md", "# A\n[b](b.md#two-words), [up](../LICENSE), [folder](.), [site](https://example.org)\n"),
            new SourceFile("docs/b.md", "# B\n## Two words\n"),
            new SourceFile("LICENSE", ""),
        ]);

        Assert.Empty(TidyRules.ByName["links_resolve"].Check(tree));
    }

    [Fact]
    public void folder_with_tests_of_its_name_passes()
    {
        var tree = new SourceTree(
            [new SourceFile("src/Headway/Machine/Fold.cs", ""), new SourceFile("tests/Headway.Tests/Machine/FoldTests.cs", "")]);

        Assert.Empty(TidyRules.ByName["source_folders_have_tests"].Check(tree));
    }

    [Fact]
    public void repository_is_read_at_all()
    {
        Assert.True(SourceTree.Repository.Files.Count > 100);
        Assert.Contains(SourceTree.Repository.Files, file => file.Path == "src/Headway/Machine/JobStatusFold.cs" && file.Length > 20);
    }

    [Theory, InlineData("run"), InlineData("test"), InlineData(".ci/run")]
    public void script_can_be_started(string path)
    {
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(SourceTree.Root, path)).HasFlag(UnixFileMode.UserExecute), $"chmod +x {path}");
    }
}
