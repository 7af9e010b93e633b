using System.Text.RegularExpressions;
using Headway.Tests.Tidy;

namespace Headway.Tests.People;

/// <summary>S01, for what is done on pages: the server asks each time whether whoever looks may.</summary>
public sealed partial class PageActionTests
{
    [Fact]
    public void nothing_is_done_on_a_page_without_asking()
    {
        var pages = SourceTree.Repository.Files
            .Where(file => file.Under("src/Headway.Web/Dashboard") && (file.IsCSharp || file.Extension == ".razor")).ToList();
        var doing = pages.Where(file => Does().IsMatch(file.Text)).ToList();

        Assert.True(doing.Count >= 7, string.Join(", ", doing.Select(file => file.Path)));
        Assert.Empty(doing.Where(file => !file.Text.Contains("Gate.DemandAsync(", StringComparison.Ordinal)).Select(file => file.Path));
    }

    /// <summary>Whatever clients of the engine can do but read.</summary>
    [GeneratedRegex(@"\b(Client|Lives|Flow|Schedules|Rollback|Archive|Errors|Bulk|Breakers|Subscriptions|Retention)\."
        + "(?!(Get|List|Read|Count|Next|Now|Find|Explain|Suggest)[A-Za-z]*Async)[A-Z][A-Za-z]*Async\\(")]
    private static partial Regex Does();
}
