using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class SkillIdentifierTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    private static readonly SkillSettings Everything = new() { MinConfidence = 0, MaxSkillsPerItem = 200 };

    [Theory]
    [InlineData("Analyze big data with SQL and Python.", "SQL")]
    [InlineData("Analyze big data with SQL and Python.", "Python (computer programming)")]
    [InlineData("Learn QGIS and ArcGIS.", "QGIS")]
    [InlineData("Foundations of machine learning.", "machine learning")]
    [InlineData("Improve your problem-solving in class.", "solve problems")]
    [InlineData("Practice of project management.", "project management")]
    [InlineData("Analyzing big data is fun.", "analyse big data")]
    [InlineData("A tour of remo-\nte sensing methods.", "remote sensing techniques")]
    [InlineData("Programs in C++ and C# are compared.", "C++")]
    [InlineData("Write servers in Node.js today.", "Node.js")]
    [InlineData("Write scripts in R and Python.", "R")]
    [InlineData("Fluent in written and spoken Portuguese.", "Portuguese")]
    [InlineData("Tables in Excel, a spreadsheet.", "Microsoft Excel")]
    public void a_name_that_stands_there_is_explicit(string sentence, string name) =>
        Assert.Equal(EvidenceKind.Explicit, Find(sentence, name)?.Kind);

    [Theory]
    [InlineData("Candidates excel at chess.", "Microsoft Excel")]
    [InlineData("See appendix R for details.", "R")]
    [InlineData("Ready, set, go to the lab.", "Go")]
    [InlineData("We visit a Portuguese village.", "Portuguese")]
    [InlineData("Open an account at the bank.", "accounting")]
    [InlineData("The software engineers met.", "software engineering")]
    [InlineData("Submit the final draft on Friday.", "Final Draft")]
    [InlineData("This project; management comes later.", "project management")]
    [InlineData("A plan for the term.", "plan")]
    [InlineData("[Insert machine learning topics] here.", "machine learning")]
    [InlineData("Analyze the framework of a software package.", "Analyze")]
    public void a_word_that_only_looks_like_a_name_is_not_found(string sentence, string name) => Assert.Null(Find(sentence, name));

    [Theory]
    [InlineData("Analyze several very big sets of data.", "analyse big data")]
    [InlineData("Solve real open problems.", "solve problems")]
    public void words_of_a_name_that_stand_apart_imply_it(string sentence, string name) =>
        Assert.Equal(EvidenceKind.Implied, Find(sentence, name)?.Kind);

    [Theory]
    [InlineData("A group project counts 20%.", "work in teams")]
    [InlineData("The oral presentation counts 20%.", "conduct public presentations")]
    [InlineData("Each week brings one essay.", "Writing")]
    [InlineData("A lab report is due weekly.", "write work-related reports")]
    [InlineData("Prepare a literature search.", "conduct literature research")]
    public void activities_imply_skills_nobody_names(string sentence, string name) =>
        Assert.Equal(EvidenceKind.Implied, Find(sentence, name)?.Kind);

    [Fact]
    public void the_longest_name_wins()
    {
        var names = shipped.Analyze("Topics: digital image processing.", Everything).Skills.Select(s => s.Name);
        Assert.Equal(["digital image processing"], names);
    }

    [Fact]
    public void a_word_broken_over_two_lines_is_one_word() =>
        Assert.NotNull(Find("The course teaches photo-\ngrammetry to all.", "photogrammetry"));

    [Theory]
    [InlineData("Academic Integrity")]
    [InlineData("Disability Services")]
    [InlineData("Emergency Procedures")]
    [InlineData("Office Hours")]
    [InlineData("Grading Policy")]
    [InlineData("Required Texts")]
    public void boilerplate_gives_no_skills(string heading)
    {
        var text = $"{heading}\n\nLearn Python, machine learning, project management and critical thinking in a group project.\n";
        var report = shipped.Analyze(text, Everything);
        Assert.Empty(report.Skills);
        Assert.Single(report.Warnings);
    }

    [Fact]
    public void a_policy_sentence_gives_no_skills_even_without_a_heading() =>
        Assert.Empty(shipped.Analyze("Plagiarism in Python programming projects is reported.", Everything).Skills);

    private ReportedSkill? Find(string sentence, string name) =>
        shipped.Analyze("Botany for All\n\nDescription\n" + sentence + "\n", Everything).Skills.SingleOrDefault(s => s.Name == name);
}
