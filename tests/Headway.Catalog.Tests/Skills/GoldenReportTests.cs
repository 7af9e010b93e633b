using System.Globalization;
using System.Text;
using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class GoldenReportTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    [Theory]
    [InlineData("remote-sensing-i-fall-2021")]
    [InlineData("remote-sensing-i-draft-3")]
    [InlineData("position-penetration-tester")]
    [InlineData("position-product-manager")]
    [InlineData("csun-syllabus-policy")]
    public void report_is_the_known_one(string name)
    {
        var report = Write(name, shipped.Analyze(GoldenText.Read(name)));
        if (GoldenText.Writes) GoldenText.WriteReport(name, report);
        else Assert.Equal(GoldenText.ReadReport(name), report);
    }

    private static string Write(string name, SkillReport report)
    {
        var page = new StringBuilder().Append("# ").Append(name).Append("\n\n");
        var course = report.Course;
        page.Append(CultureInfo.InvariantCulture, $"{course.Title} | {course.CourseCode} | {course.Instructor} | {course.Term}\n\n");
        page.Append("## Sections\n\n");
        foreach (var s in report.Sections) page.Append(CultureInfo.InvariantCulture, $"- {s.Kind} \"{s.Heading}\" {s.Start}–{s.End}\n");
        page.Append("\n## Outcomes\n\n");
        foreach (var o in report.Outcomes) page.Append(CultureInfo.InvariantCulture, $"- {OneLine(o.Text)}\n");
        page.Append("\n## Skills\n\n| Skill | Kind | Level | Confidence | Mentions | First evidence |\n|---|---|---|---|---|---|\n");
        foreach (var s in report.Skills)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {s.Name} | {s.Type}, {s.Kind} | {s.LevelName} | {s.Confidence:0.00} ");
            page.Append(CultureInfo.InvariantCulture, $"| {s.Mentions} | {s.Evidence[0].Section}: {OneLine(s.Evidence[0].Quote)} |\n");
        }
        foreach (var warning in report.Warnings) page.Append(CultureInfo.InvariantCulture, $"\nWarning: {warning}\n");
        return page.ToString();
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('|', '/');
}
