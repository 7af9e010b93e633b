using System.Xml.Linq;
using Headway.Machine;
using Headway.Model;
using Headway.People;
using Headway.Tests.Snippets;
using Headway.Tests.Tidy;

namespace Headway.Tests;

/// <summary>What the documents say about the code is what the code says.</summary>
public sealed class DocsTests
{
    private const string Folder = "tests/Headway.Tests/Snippets";

    private static readonly List<Snippet> Shown =
        [.. SourceTree.Repository.Files.Where(file => file.Extension == ".md" && !file.Under("tests")).SelectMany(Snippet.ShownBy)];

    private static readonly List<Snippet> Regions =
        [.. SourceTree.Repository.Files.Where(file => file.IsCSharp && file.Under(Folder)).SelectMany(Snippet.RegionsOf)];

    [Fact]
    public void code_in_documents_is_compiled_code()
    {
        var regions = Regions.ToDictionary(region => region.Name!);
        foreach (var shown in Shown)
        {
            Assert.True(shown.Name is not null, $"{shown.Place}: put '<!-- snippet: name -->' before the block and the code into {Folder}");
            Assert.True(regions.TryGetValue(shown.Name!, out var region), $"{shown.Place}: no '#region {shown.Name}' in {Folder}");
            Assert.True(region.Code == shown.Code, $"{shown.Place} should show {region.Place}, which is:\n{region.Code}");
        }
    }

    [Fact]
    public void every_compiled_snippet_is_shown_somewhere() =>
        Assert.Empty(Regions.Select(region => region.Name).Except(Shown.Select(shown => shown.Name)));

    [Fact]
    public void snippet_that_differs_is_told_apart()
    {
        var shown = Assert.Single(Snippet.ShownBy(new SourceFile("a.md", "# A\n<!-- snippet: x -->\n\n```csharp\nGo();\n```\n")));
        var region = Assert.Single(Snippet.RegionsOf(new SourceFile("a.cs", "class A {\n    #region x\n    Go( );\n    #endregion\n}")));
        var bare = Assert.Single(Snippet.ShownBy(new SourceFile("a.md", "```csharp\nGo();\n```\n")));
        var empty = Assert.Single(Snippet.ShownBy(new SourceFile("a.md", "<!-- snippet: x -->\ntext\n")));

        Assert.Equal(("x", "Go();"), (shown.Name, shown.Code));
        Assert.Equal(("x", "Go( );"), (region.Name, region.Code));
        Assert.Null(bare.Name);
        Assert.Equal(("x", ""), (empty.Name, empty.Code));
    }

    [Fact]
    public void every_package_is_listed_with_licence_and_reason()
    {
        var rows = Rows("docs/dependencies.md", columns: 3).ToDictionary(row => row[0].Trim('`'));

        Assert.Equal(Packages().Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(rows.Where(row => row.Value[1].Length == 0 || row.Value[2].Length < 10).Select(row => row.Key));
    }

    [Fact]
    public void every_package_with_a_version_is_used()
    {
        var used = SourceTree.Repository.Files.Where(file => file.Extension == ".csproj")
            .SelectMany(file => XDocument.Parse(file.Text).Descendants("PackageReference"))
                .Select(use => (string)use.Attribute("Include")!);

        Assert.Empty(Packages().Except(used));
    }

    [Fact]
    public void table_of_the_machine_is_the_machine()
    {
        var machine = from state in Enum.GetValues<ItemState>()
                      from signal in Enum.GetValues<Signal>()
                      let next = ItemStateMachine.Next(state, signal)
                      where next is not null
                      select $"{state} {signal} {next}";
        var table = Rows("docs/state-machine.md", columns: 4).Select(row => $"{Word(row[0])} {Word(row[1])} {Word(row[2])}");

        Assert.Equal(machine.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void every_status_is_explained()
    {
        var explained = Rows("docs/state-machine.md", columns: 2).Select(row => Word(row[0]));

        Assert.Equal(Enum.GetNames<JobStatus>().Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void words_of_other_systems_are_those_of_the_map()
    {
        Vocabulary[] columns = [.. Enum.GetValues<Vocabulary>().Skip(1)];
        var map = Enum.GetValues<JobStatus>().Select(status => string.Join(" | ", columns
            .Select(column => string.Join(" or ", new[] { column.Word(status, false), column.Word(status, true) }.Distinct()))
            .Prepend(Vocabulary.Headway.Word(status, true))));
        var table = Rows("docs/state-machine.md", columns: 6)
            .Select(row => string.Join(" | ", row.Select(cell => string.Concat(cell.Split('`')))));

        Assert.Equal(map, table);
    }

    [Fact]
    public void table_of_who_may_do_what_is_the_one_in_the_code()
    {
        var code = Enum.GetValues<Permission>().Select(permission => string.Join(" | ", Enum.GetValues<Role>()
            .Select(role => RoleTable.Of(role, permission) switch { Reach.All => "yes", Reach.Own => "own", _ => "–" })
            .Prepend($"{permission}")));
        var table = Rows("docs/security.md", columns: 10).Select(row => string.Join(" | ", row.Skip(1).Prepend(Word(row[0]))));
        var head = SourceTree.Repository.Files.Single(file => file.Path == "docs/security.md").Lines
            .Single(line => line.Contains("| owner |"));

        Assert.Equal(code, table);
        Assert.Equal(Enum.GetNames<Role>(), Cells(head).Skip(1).Select(Word));
    }

    [Fact]
    public void word_of_the_glossary_has_one_meaning()
    {
        var words = Rows("docs/glossary.md", columns: 3).SelectMany(row => row[0].Split('/')).Select(word => word.Trim(' ', '*')).ToList();

        Assert.True(words.Count > 40);
        Assert.Empty(words.GroupBy(word => word).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    private static IEnumerable<string> Packages() =>
        XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => (string)package.Attribute("Include")!);

    // "came due" and "`came_due`" are Signal.CameDue.
    private static string Word(string cell) =>
        string.Concat(cell.Trim('`', '*').Split(' ', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>The rows of a document's tables that have this many columns, their heads left out.</summary>
    private static IEnumerable<string[]> Rows(string path, int columns)
    {
        var lines = SourceTree.Repository.Files.Single(file => file.Path == path).Lines;
        for (var i = 1; i < lines.Count; i++)
        {
            var cells = Cells(lines[i]);
            var isHead = i + 1 < lines.Count && IsRule(lines[i + 1]);
            if (cells.Length == columns && !isHead && !IsRule(lines[i]))
                yield return cells;
        }
    }

    private static string[] Cells(string line) =>
        line.StartsWith('|') && line.EndsWith('|') ? [.. line[1..^1].Split('|').Select(cell => cell.Trim())] : [];

    private static bool IsRule(string line) => line.StartsWith('|') && line.All(c => c is '|' or '-' or ' ' or ':');
}
