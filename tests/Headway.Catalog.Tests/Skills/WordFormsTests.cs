using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class WordFormsTests
{
    [Theory]
    [InlineData("analyse", "analyzing")]
    [InlineData("analysis", "analyzed")]
    [InlineData("studies", "study")]
    [InlineData("boxes", "box")]
    [InlineData("classes", "class")]
    [InlineData("manage", "managing")]
    [InlineData("planned", "planning")]
    [InlineData("modelling", "modeling")]
    [InlineData("behaviour", "behavior")]
    [InlineData("organise", "organizing")]
    [InlineData("organisation", "organizations")]
    [InlineData("programme", "programs")]
    [InlineData("use", "using")]
    [InlineData("Ofﬁce", "office")]
    [InlineData("through\u00AD\nout", "throughout")]
    public void forms_of_a_word_have_one_stem(string one, string other) => Assert.Equal(Stem(one), Stem(other));

    [Theory]
    [InlineData("use", "us")]
    [InlineData("physics", "physical")]
    [InlineData("process", "proceed")]
    [InlineData("analysis", "analyst")]
    [InlineData("thesis", "these")]
    [InlineData("ethics", "ethnic")]
    public void different_words_keep_different_stems(string one, string other) => Assert.NotEqual(Stem(one), Stem(other));

    [Fact]
    public void a_word_beyond_the_limit_has_no_stem() => Assert.Equal("", Stem(new string('x', WordForms.Longest)));

    private static string Stem(string word)
    {
        var folded = new char[WordForms.Longest + 1];
        var n = WordForms.Fold(word, folded);
        return n == 0 ? "" : new string(folded, 0, WordForms.Stem(folded, n));
    }
}
