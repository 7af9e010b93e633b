using Bunit;
using Headway.Web.Dashboard.Skills;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class SkillsTests : BunitContext
{
    private const string Report =
        """
        {"document":{"kind":"pdf","pages":4},"course":{"title":"Data Structures","credits":3.5},"sections":[],
        "outcomes":[{"text":"Choose a structure.","start":0,"end":5}],
        "skills":[{"id":"esco-1","name":"Java","type":"tool","level":3,"level_name":"Proficient","confidence":0.91,
        "kind":"explicit","mentions":4,"evidence":[{"quote":"Write <b>Java</b>.","start":1,"end":9},{"quote":"More Java."}]},
        {"id":"esco-2","name":"work in teams","type":"soft","level":1,"level_name":"Foundational","confidence":0.5,
        "kind":"implied","mentions":1,"evidence":[]}],"warnings":["Short."]}
        """;

    [Fact]
    public void a_report_shows_skill_level_certainty_and_the_sentence_that_proves_it()
    {
        var shown = Render<SkillFindings>(p => p.Add(f => f.Output, SkillOutput.Read(Report)!));

        var java = shown.FindAll(".skill")[0];
        Assert.Equal("Java", java.QuerySelector("b")!.TextContent);
        Assert.Equal(3, java.QuerySelectorAll(".level i.on").Length);
        Assert.Contains("Proficient", java.TextContent, StringComparison.Ordinal);
        Assert.Contains("91 % sure · 4×", java.TextContent, StringComparison.Ordinal);
        Assert.Equal("Write <b>Java</b>.", java.QuerySelector("blockquote")!.TextContent);
        Assert.Contains("implied", shown.FindAll(".skill")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Choose a structure.", shown.Find(".outcomes").TextContent, StringComparison.Ordinal);
        Assert.Contains("3.5", shown.Find(".kv").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"skills\":{}}")]
    [InlineData("{\"report\":7}")]
    public void what_is_no_report_is_shown_as_none(string? output) => Assert.Null(SkillOutput.Read(output));

    [Fact]
    public void a_report_of_another_shape_loses_what_does_not_fit_and_nothing_else()
    {
        var read = SkillOutput.Read(
            """{"skills":[{"name":"A","level":"x","evidence":"none"},{"level":2},7],"course":[],"outcomes":["B",{}]}""")!;

        var only = Assert.Single(read.Skills);
        Assert.Equal(("A", 0, 0), (only.Name, only.Level, only.Evidence.Count));
        Assert.Equal(["B"], read.Outcomes);
        Assert.Empty(read.Course);
    }
}
