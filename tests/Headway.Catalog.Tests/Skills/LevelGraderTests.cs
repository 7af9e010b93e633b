namespace Headway.Catalog.Tests.Skills;

public sealed class LevelGraderTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    [Theory]
    [InlineData("Define machine learning.", 1)]
    [InlineData("Students describe machine learning.", 1)]
    [InlineData("To apply machine learning.", 2)]
    [InlineData("Explain machine learning.", 2)]
    [InlineData("Designing machine learning systems.", 3)]
    [InlineData("Analyze and implement machine learning.", 3)]
    [InlineData("Define, apply and critically evaluate machine learning.", 4)]
    [InlineData("Lead others in machine learning.", 4)]
    [InlineData("The design of machine learning.", 1)]
    [InlineData("Strong machine learning skills.", 3)]
    [InlineData("Expert in machine learning.", 4)]
    [InlineData("Machine learning.", 1)]
    public void the_strongest_verb_of_the_sentence_sets_the_level(string sentence, int level)
    {
        var skill = shipped.Analyze("Learning Outcomes\n• " + sentence + "\n").Skills.Single(s => s.Name == "machine learning");
        Assert.Equal(level, skill.Level);
        Assert.Equal(new[] { "Foundational", "Developing", "Proficient", "Advanced" }[level - 1], skill.LevelName);
    }

    [Fact]
    public void of_several_sentences_the_highest_level_counts()
    {
        const string text = "Learning Outcomes\n• Define machine learning.\n• Evaluate machine learning.\n";
        Assert.Equal(4, shipped.Analyze(text).Skills.Single(s => s.Name == "machine learning").Level);
    }
}
