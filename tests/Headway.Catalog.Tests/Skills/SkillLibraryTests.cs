using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class SkillLibraryTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    private readonly SkillLibrary _library = shipped.Library;

    [Fact]
    public void there_are_at_least_15000_distinct_names() =>
        Assert.True(_library.Skills.Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() >= 15_000);

    [Fact]
    public void ids_are_unique_and_say_their_source()
    {
        Assert.Equal(_library.Skills.Count, _library.Skills.Select(s => s.Id).Distinct().Count());
        Assert.All(_library.Skills, s => Assert.Matches("^(esco|onet)-[0-9a-f]{10}$", s.Id));
    }

    [Fact]
    public void a_skill_is_found_by_its_id_and_an_unknown_id_is_not()
    {
        var skill = _library.Skills[42];
        Assert.Same(skill, _library.Find(skill.Id));
        Assert.Null(_library.Find("esco-0000000000"));
    }

    [Theory]
    [InlineData("work in teams", SkillKind.Soft)]
    [InlineData("Active Listening", SkillKind.Soft)]
    [InlineData("think critically", SkillKind.Soft)]
    [InlineData("machine learning", SkillKind.Knowledge)]
    [InlineData("operate agricultural machinery", SkillKind.Technical)]
    [InlineData("Programming", SkillKind.Technical)]
    [InlineData("Portuguese", SkillKind.Language)]
    [InlineData("QGIS", SkillKind.Tool)]
    [InlineData("Python (computer programming)", SkillKind.Tool)]
    public void kinds_tell_soft_from_technical(string name, SkillKind kind) =>
        Assert.Equal(kind, _library.Skills.Single(s => s.Name == name).Kind);

    [Fact]
    public void every_skill_an_activity_implies_is_in_the_library()
    {
        var names = _library.Skills.Select(s => s.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(ImpliedCues.SkillNames, name => Assert.Contains(name, names));
    }

    [Fact]
    public void both_sources_are_there_with_aliases_and_descriptions()
    {
        Assert.Contains(_library.Skills, s => s.Source == "esco");
        Assert.Contains(_library.Skills, s => s.Source == "onet");
        Assert.True(_library.Skills.Sum(s => s.Aliases.Count) > 25_000);
        Assert.True(_library.Skills.Count(s => s.Description.Length > 0) > 20_000);
    }
}
