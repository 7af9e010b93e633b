using Headway.Catalog.Skills;

namespace Headway.Catalog.Tests.Skills;

public sealed class StructureTests(ShippedSkills shipped) : IClassFixture<ShippedSkills>
{
    [Theory]
    [InlineData("Learning Outcomes", SectionKind.Outcomes)]
    [InlineData("Student Learning Objectives:", SectionKind.Outcomes)]
    [InlineData("## Course goals", SectionKind.Outcomes)]
    [InlineData("By the end of this course, students will be able to:", SectionKind.Outcomes)]
    [InlineData("Prerequisites", SectionKind.Requirements)]
    [InlineData("COURSE DESCRIPTION", SectionKind.Description)]
    [InlineData("Course Requirements", SectionKind.Assignments)]
    [InlineData("Weekly Schedule", SectionKind.Schedule)]
    [InlineData("Required Texts", SectionKind.Textbooks)]
    [InlineData("You will:", SectionKind.Responsibilities)]
    [InlineData("Key Responsibilities", SectionKind.Responsibilities)]
    [InlineData("Preferred Qualifications", SectionKind.Qualifications)]
    [InlineData("Instructor Information", SectionKind.Contact)]
    [InlineData("Academic Integrity", SectionKind.Policy)]
    [InlineData("**Late Work**", SectionKind.Policy)]
    [InlineData("IV. Attendance", SectionKind.Other)]
    [InlineData("4. Attendance Policy", SectionKind.Policy)]
    [InlineData("Students with Disabilities:", SectionKind.Policy)]
    [InlineData("5.1 Course Components", SectionKind.Other)]
    [InlineData("5.2 Late Work", SectionKind.Policy)]
    [InlineData("Primarily responsible for:", SectionKind.Responsibilities)]
    public void a_heading_opens_its_kind_of_part(string heading, SectionKind kind)
    {
        var report = shipped.Analyze($"Botany for All\n\n{heading}\n\nWords of this part follow here, in one line of text.\n");
        var section = report.Sections[^1];
        Assert.Equal(kind, kind == SectionKind.Other ? SectionKind.Other : section.Kind);
        if (kind != SectionKind.Other) Assert.Equal(heading.TrimEnd(':').Trim('#', '*', ' ', '4', '5', '2', '.'), section.Heading);
    }

    [Theory]
    [InlineData("Students will learn about objectives, and schedules, of the policy.")]
    [InlineData("the assignments of this course are due on Friday, and so is the")]
    [InlineData("• Assignments count half")]
    [InlineData("1. Identify objectives of a policy.")]
    public void a_line_of_text_is_no_heading(string line)
    {
        var report = shipped.Analyze($"Overview\n\nThis is a course, and it begins with\n{line}\n");
        Assert.Equal(["Overview"], report.Sections.Select(s => s.Heading));
    }

    [Fact]
    public void numbers_inside_a_line_part_items() =>
        Assert.Equal(
            ["Evaluate information critically", "Use information ethically and legally"],
            shipped.Analyze("Learning Outcomes\n\nGoals: 1. Evaluate information critically 2. Use information ethically and legally\n")
                .Outcomes.Select(o => o.Text));

    [Fact]
    public void a_title_is_no_heading_of_a_part_for_one_word_of_it() =>
        Assert.Equal(SectionKind.Other, shipped.Analyze("User Experience Designer\n\nWords follow.\n").Sections[0].Kind);

    [Fact]
    public void the_first_cell_of_a_row_can_be_a_heading()
    {
        var report = shipped.Analyze("Policies\n\nAttendance\tBe there for machine learning.\nCourse Description\tMachine learning.\n");
        Assert.Equal(SectionKind.Description, Assert.Single(report.Skills.Single(s => s.Name == "machine learning").Evidence).Section);
    }

    [Fact]
    public void sections_cover_the_text_without_gaps_or_overlaps()
    {
        var text = GoldenText.Read("remote-sensing-i-fall-2021");
        var sections = shipped.Analyze(text).Sections;
        Assert.Equal(0, sections[0].Start);
        Assert.Equal(text.Length, sections[^1].End);
        Assert.All(sections.Zip(sections.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Fact]
    public void outcomes_are_the_items_under_their_heading_across_a_page_break()
    {
        const string text = """
            Learning Outcomes
            1. Identify complex problems that face public
            organizations.

            2

            2. Exhibit critical thinking by comparing ideas, and developing

            3

            opinions.
            • Contrast public and private administration.

            Required Text
            • Kettl, Daniel F. 2023. Politics of the Administrative Process.
            """;
        var outcomes = shipped.Analyze(text).Outcomes;
        Assert.Equal(3, outcomes.Count);
        Assert.Equal("Identify complex problems that face public\norganizations.", outcomes[0].Text);
        Assert.EndsWith("opinions.", outcomes[1].Text, StringComparison.Ordinal);
        Assert.Equal("Contrast public and private administration.", outcomes[2].Text);
    }

    [Theory]
    [InlineData("Students will be able to read maps of all scales.", 1)]
    [InlineData("On completion the student should be able to describe a landscape.", 1)]
    [InlineData("Students can use the lab at any time of the day.", 0)]
    [InlineData("I will be able to answer mail on Mondays.", 0)]
    public void a_promise_is_an_outcome_wherever_it_stands(string sentence, int count) =>
        Assert.Equal(count, shipped.Analyze($"Course Description\n{sentence}\n").Outcomes.Count);

    [Theory]
    [InlineData("GEOG 181 (Fall 2021)\nSyllabus for Remote Sensing I\nInstructor: Johnny Ryan\n3 credits\n",
        "Remote Sensing I", "GEOG 181", "Johnny Ryan", "Fall 2021", 3.0)]
    [InlineData("Introduction to Public Administration\nCRJU/POSC 320 — Winter Intersession 2023-24\nProfessor: David P. Adams, Ph.D.\n",
        "Introduction to Public Administration", "CRJU/POSC 320", "David P. Adams, Ph.D.", "Intersession 2023-24", null)]
    [InlineData("CS 101: Programming\nSpring 2024\nCredits: 4.5\n", "Programming", "CS 101", null, "Spring 2024", 4.5)]
    [InlineData("[Course Title]\nInstructor: [Your Name]\n", null, null, null, null, null)]
    public void metadata_is_read_from_the_head(string text, string? title, string? code, string? instructor, string? term, double? credits)
    {
        var course = shipped.Analyze(text).Course;
        Assert.Equal((title, code, instructor, term), (course.Title, course.CourseCode, course.Instructor, course.Term));
        Assert.Equal((decimal?)credits, course.Credits);
    }

    [Fact]
    public void what_the_caller_says_beats_what_the_text_says()
    {
        var told = new SyllabusMetadata { Title = "Botany", Term = " ", SectionName = "B" };
        var course = shipped.Analyze("CS 101: Programming\nSpring 2024\n", told: told).Course;
        Assert.Equal(("Botany", "CS 101", "Spring 2024", "B"), (course.Title, course.CourseCode, course.Term, course.SectionName));
    }
}
