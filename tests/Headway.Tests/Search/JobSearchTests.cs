using CsCheck;
using Headway.Model;
using Headway.Search;
using Headway.Store;

namespace Headway.Tests.Search;

public sealed class JobSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly JobId Known = new(Guid.Parse("01939c1e-0000-7000-8000-000000000001"));

    [Fact]
    public void every_qualifier_narrows_its_part()
    {
        var filter = JobSearch.Parse(
            $"status:failed,cancelled type:skills.* queue:slow org:north user:ana*,bo label.course:BIO* label.year:2025,2026 "
            + $"config.source.limit:>=500 after:-7d before:2026-11-24T10:00:00+01:00 source:cli "
            + $"parent:{Known} error:4f1c id:{Known} fall import",
            Now);

        Assert.Equal([JobStatus.Failed, JobStatus.Cancelled], filter.Statuses);
        Assert.Equal(["skills.*"], filter.Types);
        Assert.Equal(["slow"], filter.Queues);
        Assert.Equal("north", filter.Org);
        Assert.Equal(["ana*", "bo"], filter.Users);
        Assert.Equal(["course=BIO*", "year=2025,2026"], filter.Labels.Select(label => $"{label.Key}={string.Join(',', label.Values)}"));
        var config = Assert.Single(filter.Config);
        Assert.Equal(("source.limit", Comparison.AtLeast, "500"), (string.Join('.', config.Path), config.Comparison, config.Values[0]));
        Assert.Equal((Now.AddDays(-7), new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)), (filter.From!.Value, filter.To!.Value));
        Assert.Equal([JobSource.Cli], filter.Sources);
        Assert.Equal((Known, Known, "4f1c"), (filter.Parent!.Value, filter.Id!.Value, filter.Error));
        Assert.Equal(["fall", "import"], filter.Words);
    }

    [Theory]
    [InlineData("after:-30m", 30)]
    [InlineData("after:-3h", 180)]
    [InlineData("after:-2w", 20160)]
    public void times_are_counted_back_from_now(string search, int minutes) =>
        Assert.Equal(Now.AddMinutes(-minutes), JobSearch.Parse(search, Now).From);

    [Fact]
    public void quotes_hold_blanks_commas_and_colons_together()
    {
        var filter = JobSearch.Parse("""label.course:"BIO 101, fall",x "a: \"b\" \\c" """, Now);
        Assert.Equal(["BIO 101, fall", "x"], filter.Labels[0].Values);
        Assert.Equal(["a: \"b\" \\c"], filter.Words);
    }

    [Fact]
    public void a_bare_id_is_that_job() => Assert.Equal(Known, JobSearch.Parse($" {Known} ", Now).Id);

    [Fact]
    public void nothing_means_every_job() => Assert.False(JobSearch.Parse("  ", Now).IsFreeForm);

    [Theory]
    [InlineData("status:broken", 8, "There is no status 'broken'")]
    [InlineData("fall colour:red", 6, "There is no qualifier 'colour'")]
    [InlineData("fall status:", 13, "Write a value behind 'status:'")]
    [InlineData("label.:x", 1, "Write a name behind 'label.'")]
    [InlineData("config.a..b:1", 1, "single dots")]
    [InlineData("config.a:>", 10, "Write a value behind '>'")]
    [InlineData("config.a:>1,2", 10, "one value, not of several")]
    [InlineData("x \"fall", 3, "quote is not closed")]
    [InlineData("after:soon", 7, "This is no time")]
    [InlineData("after:-7y", 7, "This is no time")]
    [InlineData("org:a org:b", 11, "stands there twice")]
    [InlineData("id:job_1", 4, "no job id")]
    public void a_mistake_is_named_with_its_place(string search, int character, string words)
    {
        Assert.False(JobSearch.TryParse(search, Now, out _, out var problem));
        Assert.Equal(character, problem.Position + 1);
        Assert.StartsWith($"At character {character} of the search: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Position + problem.Length, problem.Position, search.Length);
    }

    [Fact]
    public void whatever_is_typed_is_read_or_refused_with_a_place_inside_it() =>
        Gen.String[Gen.Char["ab:,.\"\\ ->=<*status:label.config.after-7d"], 0, 60].Sample(text =>
        {
            if (JobSearch.TryParse(text, Now, out _, out var problem))
                return;
            Assert.InRange(problem.Position, 0, text.Length);
            Assert.InRange(problem.Position + problem.Length, problem.Position, text.Length);
        }, iter: 3000);

    [Theory]
    [InlineData("limit", ":>500", true)]
    [InlineData("limit", ":>501.5", false)]
    [InlineData("limit", ":>=501.5", true)]
    [InlineData("limit", ":<5e3", true)]
    [InlineData("limit", ":501.50", true)]
    [InlineData("limit", ":*", true)]
    [InlineData("none", ":*", false)]
    [InlineData("empty", ":*", false)]
    [InlineData("on", ":true", true)]
    [InlineData("source.kind", ":PDF,html", true)]
    [InlineData("source.kind", ":p*f", true)]
    [InlineData("source.kind", ":>500", false)]
    [InlineData("source.day", ":>=2026-11-01", true)]
    [InlineData("source.day", ":<2026-11-01", false)]
    [InlineData("source", ":*", true)]
    [InlineData("source", ":x*", false)]
    [InlineData("list", ":2", true)]
    [InlineData("list.0", ":2", false)]
    [InlineData("list.1", ":2", true)]
    [InlineData("list.9", ":*", false)]
    [InlineData("list.kind", ":deep", true)]
    [InlineData("list.2.kind", ":deep", true)]
    [InlineData("Limit", ":*", false)]
    public void a_config_is_looked_into_by_path(string path, string value, bool fits)
    {
        const string Config = """
            {"limit":501.5,"empty":null,"on":true,"source":{"kind":"pdf","day":"2026-11-20"},"list":[1,2,{"kind":"deep"}]}
            """;
        var filter = JobSearch.Parse($"config.{path}{value}", Now);
        Assert.Equal(fits, filter.Fits(Job with { Config = Config }));
    }

    [Theory]
    [InlineData("BIO*", "bio 101", true)]
    [InlineData("*101", "bio 101", true)]
    [InlineData("b*1*1", "bio 101", true)]
    [InlineData("bio", "bio 101", false)]
    [InlineData("*", "", true)]
    [InlineData("a*b*c", "abdbd", false)]
    public void a_star_stands_for_any_letters(string pattern, string value, bool fits) => Assert.Equal(
        fits, new JobFilter { Labels = [new LabelTerm("x", [pattern])] }.Fits(
            Job with { Labels = new Dictionary<string, string> { ["x"] = value } }));

    [Theory]
    [InlineData("fall", true)]
    [InlineData("ANA fall", true)]
    [InlineData("fall bo", false)]
    [InlineData("01939c1e", false)]
    public void free_text_is_looked_for_in_name_id_and_submitter(string search, bool fits) =>
        Assert.Equal(fits, JobSearch.Parse(search, Now).Fits(Job));

    [Fact]
    public void part_of_an_id_is_found() => Assert.True(JobSearch.Parse(Known.ToString()[4..12], Now).Fits(Job));

    private static SearchedJob Job => new(
        Known, "skills.syllabus", JobStatus.Failed, JobSource.Cli, "default", "ana@school.example", Now, "Fall import",
        new Dictionary<string, string>(), "{}");
}
