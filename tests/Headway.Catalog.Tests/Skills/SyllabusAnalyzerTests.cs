using System.Text.Json;
using CsCheck;
using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class SyllabusAnalyzerTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    private static readonly string[] Scraps =
    [
        "Learning Outcomes", "Academic Integrity:", "Prerequisites: ", "Apply machine learning to data.", "group project", "e.g.", "R",
        "C++", "•", "1.", "12.5 %", "\n", "\n\n", "\f", " ", "-\n", "\u00AD\n", "|", "ﬁnal", "“Excel”", "problem-", "solving",
        "Instructor: Ada Lovelace", ":", ".", "?", "##", "**", "Students will be able to think critically", "𝒳", "\r\n", "\t",
        "analyse big data", "(", ")", "'s", "Fall 2024", "3 credits",
    ];

    private static readonly Gen<string> Scrap = Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Scrap.Array[0, 60].Select(parts => string.Join(" ", parts)),
        Scrap.Array[0, 60].Select(string.Concat),
        Gen.String[0, 400]);

    [Fact]
    public void quotes_outcomes_and_headings_are_exactly_what_stands_at_their_offsets() => AnyText.Sample(text =>
    {
        var report = shipped.Analyzer.Analyze(text, new SkillSettings { MinConfidence = 0 });
        Assert.All(report.Skills.SelectMany(s => s.Evidence), e => Assert.Equal(text[e.Start..e.End], e.Quote));
        Assert.All(report.Outcomes, o => Assert.Equal(text[o.Start..o.End], o.Text));
        Assert.All(report.Sections, s => Assert.Contains(s.Heading, text[s.Start..s.End], StringComparison.Ordinal));
    }, iter: 3_000);

    [Fact]
    public void every_reported_skill_is_in_the_library_once_within_its_ranges() => AnyText.Sample(text =>
    {
        var skills = shipped.Analyzer.Analyze(text, new SkillSettings()).Skills;
        Assert.Equal(skills.Count, skills.Select(s => s.Id).Distinct().Count());
        Assert.All(skills, s =>
        {
            Assert.Equal(s.Name, shipped.Library.Find(s.Id)?.Name);
            Assert.InRange(s.Level, 1, 4);
            Assert.InRange(s.Confidence, 0.5, 0.99);
            Assert.InRange(s.Evidence.Count, 1, 5);
        });
    }, iter: 2_000);

    [Fact]
    public void the_same_text_gives_the_same_report_on_every_thread()
    {
        var text = GoldenText.Read("position-product-manager");
        var reports = new string[8];
        Parallel.For(0, reports.Length, i => reports[i] = Json(shipped.Analyze(text)));
        Assert.Single(reports.Distinct());
        Assert.Equal(reports[0], Json(new SyllabusAnalyzer(SkillLibrary.Load()).Analyze(text, new SkillSettings())));
    }

    [Fact]
    public void a_report_survives_its_way_over_the_wire()
    {
        var report = shipped.Analyze(GoldenText.Read("remote-sensing-i-fall-2021"));
        Assert.Equal(Json(report), Json(JsonSerializer.Deserialize(Json(report), SkillJson.Default.SkillReport)!));
    }

    private static string Json(SkillReport report) => JsonSerializer.Serialize(report, SkillJson.Default.SkillReport);
}
