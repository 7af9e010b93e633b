using System.Text.Json;
using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class SkillValidatorTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    private const string Text = """
        Botany for All

        Description
        Machine learning for botanists. A case study closes the term.

        Learning Outcomes
        • Apply machine learning to plants.
        • Work in teams on machine learning.
        """;

    [Theory]
    [InlineData(false, false, 1, 0.45)]
    [InlineData(false, true, 1, 0.60)]
    [InlineData(true, false, 1, 0.70)]
    [InlineData(true, true, 1, 0.85)]
    [InlineData(true, true, 3, 0.95)]
    [InlineData(true, true, 4, 0.99)]
    [InlineData(false, true, 90, 0.75)]
    public void confidence_follows_the_formula(bool strong, bool explicitly, int mentions, double expected) =>
        Assert.Equal(expected, SkillValidator.Confidence(strong, explicitly, mentions));

    [Fact]
    public void mentions_of_a_skill_are_joined_with_one_piece_of_evidence_a_sentence()
    {
        var skill = shipped.Analyze(Text).Skills.Single(s => s.Name == "machine learning");
        Assert.Equal((3, 0.95, EvidenceKind.Explicit), (skill.Mentions, skill.Confidence, skill.Kind));
        Assert.Equal([SectionKind.Description, SectionKind.Outcomes, SectionKind.Outcomes], skill.Evidence.Select(e => e.Section));
        Assert.Equal("Apply machine learning to plants.", skill.Evidence[1].Quote);
    }

    [Fact]
    public void skills_under_the_threshold_are_dropped()
    {
        var all = shipped.Analyze(Text, new SkillSettings { MinConfidence = 0 }).Skills;
        Assert.Contains(all, s => s.Confidence < 0.5);
        Assert.DoesNotContain(shipped.Analyze(Text).Skills, s => s.Confidence < 0.5);
        Assert.Equal(["machine learning"], shipped.Analyze(Text, new SkillSettings { MinConfidence = 0.9 }).Skills.Select(s => s.Name));
    }

    [Fact]
    public void the_best_are_kept_when_there_are_too_many() =>
        Assert.Equal(["machine learning"], shipped.Analyze(Text, new SkillSettings { MaxSkillsPerItem = 1 }).Skills.Select(s => s.Name));

    [Fact]
    public void soft_skills_are_left_out_when_not_wanted() =>
        Assert.DoesNotContain(shipped.Analyze(Text, new SkillSettings { IncludeSoftSkills = false }).Skills, s => s.Type == SkillKind.Soft);

    [Fact]
    public void implied_skills_are_left_out_when_not_wanted()
    {
        var text = "Assignments\nA group project and one on machine learning.\n";
        Assert.Contains(shipped.Analyze(text).Skills, s => s.Kind == EvidenceKind.Implied);
        var without = shipped.Analyze(text, new SkillSettings { IncludeImplied = false }).Skills;
        Assert.DoesNotContain(without, s => s.Kind == EvidenceKind.Implied);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n\f ")]
    [InlineData("Grown leaves are green.")]
    public void no_skills_is_a_warning_and_no_silence(string text)
    {
        var warning = Assert.Single(shipped.Analyze(text).Warnings);
        Assert.StartsWith("No skills found:", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void settings_guard_their_ranges()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkillSettings { MinConfidence = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkillSettings { MaxSkillsPerItem = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SkillSettings { MaxSkillsPerItem = 201 });
        Assert.Throws<ArgumentException>(() => new SkillSettings { LevelNames = ["one"] });
    }

    [Fact]
    public void reports_and_settings_are_snake_case_on_the_wire()
    {
        var json = JsonSerializer.Serialize(shipped.Analyze(Text), SkillJson.Default.SkillReport);
        Assert.Contains("\"level_name\":\"Developing\"", json, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"knowledge\"", json, StringComparison.Ordinal);
        Assert.Contains("\"section\":\"outcomes\"", json, StringComparison.Ordinal);
        var settings = JsonSerializer.Deserialize("""{"min_confidence":0.7,"include_implied":false}""", SkillJson.Default.SkillSettings)!;
        Assert.Equal((0.7, false), (settings.MinConfidence, settings.IncludeImplied));
        Assert.Equal((50, true, 4), (settings.MaxSkillsPerItem, settings.IncludeSoftSkills, settings.LevelNames.Count));
    }
}
