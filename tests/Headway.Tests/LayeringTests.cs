using System.Reflection;
using System.Xml.Linq;
using Headway.Tests.Tidy;

namespace Headway.Tests;

/// <summary>References point down only, siblings are blind to each other: the diagram of ARCHITECTURE.md, as a test.</summary>
public sealed class LayeringTests
{
    /// <summary>What each source project may know of the others, straight or through them.</summary>
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Headway.Data"] = [],
        ["Headway"] = [],
        ["Headway.Store"] = ["Headway", "Headway.Data"],
        ["Headway.Catalog"] = ["Headway", "Headway.Data"],
        ["Headway.Web"] = ["Headway"],
        ["Headway.App"] = ["Headway", "Headway.Catalog", "Headway.Data", "Headway.Store", "Headway.Web"],
    };

    // The prefixes of packages and frameworks a layer must not know.
    private static readonly Dictionary<string, string[]> Barred = new()
    {
        ["Headway"] = ["Npgsql", "Microsoft.Data.", "System.Data", "SQLitePCL", "System.Net.Http", "Microsoft.AspNetCore", "MudBlazor"],
        ["Headway.Data"] = ["Microsoft.AspNetCore", "MudBlazor"],
        ["Headway.Store"] = ["Microsoft.AspNetCore", "MudBlazor"],
        ["Headway.Catalog"] = ["Microsoft.AspNetCore", "MudBlazor"],
        ["Headway.Web"] = ["Npgsql", "Microsoft.Data.", "System.Data", "SQLitePCL"],
    };

    public static TheoryData<string> Projects => [.. Below.Keys];

    [Fact]
    public void every_source_project_is_in_the_diagram() => Assert.Equal(
        Below.Keys.Order(),
        SourceTree.Repository.Files.Where(file => file.Under("src") && file.Extension == ".csproj")
            .Select(file => Path.GetFileNameWithoutExtension(file.Path)).Order());

    [Theory, MemberData(nameof(Projects))]
    public void project_refers_to_what_lies_below_it_and_nothing_else(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, $"{project}.csproj"));
        var referred = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)).ToHashSet();

        var reached = referred.Concat(referred.SelectMany(name => Below[name])).Distinct().Order();
        Assert.Equal(Below[project].Order(), reached);
    }

    [Theory, MemberData(nameof(Projects))]
    public void assembly_knows_only_what_lies_below_it(string project)
    {
        var known = ReferencesOf(project);

        Assert.Empty(known.Where(name => Below.ContainsKey(name)).Except(Below[project]));
        Assert.DoesNotContain(known, name =>
            Barred.GetValueOrDefault(project, []).Any(bar => name.StartsWith(bar, StringComparison.Ordinal)));
    }

    [Fact]
    public void engine_rests_on_abstractions_and_cron_only() => Assert.All(
        ReferencesOf("Headway"), name => Assert.Matches(@"^(Cronos|System\..*|Microsoft\.Extensions\..*)$", name));

    [Fact]
    public void references_of_an_assembly_are_read_at_all() => Assert.Contains("Headway", ReferencesOf("Headway.Web"));

    private static string[] ReferencesOf(string project) =>
        [.. Assembly.Load(new AssemblyName(project)).GetReferencedAssemblies().Select(name => name.Name!)];
}
