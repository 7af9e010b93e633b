using Headway.Model;

namespace Headway.Tests.Model;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("Page 3 of 17 cannot be read.", "Page 9 of 1,204 cannot be read.")]
    [InlineData("“syllabus 1.pdf” is locked with a password.", "“a 2.pdf” is locked with a password.")]
    [InlineData("Could not find file '/data/a/b.txt'.", "Could not find file '/var/x.txt'.")]
    [InlineData("No answer from https://a.example/x?y=1 within 30 s.", "No answer from http://10.0.0.1:80/ within 5.5 s.")]
    [InlineData("Row 0190b0a2-7f3c-7000-8000-0123456789ab is gone.", "Row 1190b0a2-7f3c-7000-8000-0123456789ac is gone.")]
    [InlineData("/tmp/a.pdf has no text", "/srv/b/c.docx has no text")]
    public void what_differs_only_in_numbers_names_and_places_is_one_error(string one, string other)
    {
        Assert.Equal(Fingerprint.Pattern(one), Fingerprint.Pattern(other));
        Assert.Equal(Print("code", one), Print("code", other));
    }

    [Theory]
    [InlineData("It doesn't open: the user's file is locked.", "It doesn't open: the user's file is empty.")]
    [InlineData("The disk is full.", "The disk is slow.")]
    public void what_says_something_else_is_another_error(string one, string other) =>
        Assert.NotEqual(Print("code", one), Print("code", other));

    [Fact]
    public void code_is_part_of_it()
    {
        string[] all = [Print("x", "Text."), Print("y", "Text.")];

        Assert.Equal(2, all.Distinct().Count());
        Assert.All(all, one => Assert.Equal(16, one.Length));
    }

    [Fact]
    public void a_message_of_any_length_has_a_short_pattern_soon()
    {
        var pattern = Fingerprint.Pattern(string.Concat(Enumerable.Repeat("a/b'\"", 100_000)));

        Assert.True(pattern.Length <= 300);
    }

    [Fact]
    public void no_character_is_cut_in_two() =>
        Assert.Equal(299, Fingerprint.Pattern(new string('a', 299) + "\U0001F4A5 and more").Length);

    private static string Print(string code, string message) => Fingerprint.Of(code, Fingerprint.Pattern(message));
}
