using Headway.Handlers;
using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.JobList;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class JobListTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly JobTypeRegistry None = new([]);

    [Theory]
    [InlineData("label.course", "BIO 101")]
    [InlineData("config.source.limit", "500")]
    [InlineData("config.files.1.kind", "pdf")]
    [InlineData("config.none", null)]
    [InlineData("result.count", "7")]
    public void a_column_shows_a_value_out_of_the_job(string key, string? value) => Assert.Equal(value, JobColumn.Of(key)!.ValueOf(
        Jobs.With(default) with
        {
            Labels = new Dictionary<string, string> { ["course"] = "BIO 101" },
            Config = """{"source":{"limit":500},"files":[{"kind":"html"},{"kind":"pdf"}]}""",
            Result = """{"count":7}""",
        }));

    [Theory]
    [InlineData("eta,created,eta,nonsense,label.,config..x,config.limit", "eta,created,config.limit")]
    [InlineData("", JobColumn.Usual)]
    [InlineData(null, JobColumn.Usual)]
    public void words_that_mean_no_column_are_passed_over(string? words, string columns) =>
        Assert.Equal(columns, string.Join(',', JobColumn.Parse(words).Select(column => column.Key)));

    [Theory]
    [InlineData("", "status:")]
    [InlineData("fall sta", "status:")]
    [InlineData("status:fa", "status:failed")]
    [InlineData("label.c", "label.course:")]
    [InlineData("label.course:", "label.course:\"BIO 101\"")]
    [InlineData("config.so", "config.source.limit:")]
    public void what_may_come_next_is_offered(string typed, string next)
    {
        var job = Jobs.With(default) with
        {
            Labels = new Dictionary<string, string> { ["course"] = "BIO 101" },
            Config = """{"source":{"limit":500}}""",
        };
        var offered = Suggestions.Of(typed, [job], None);
        Assert.Contains(next, offered.Select(one => one.Word));
        Assert.All(offered, one => Assert.StartsWith(typed[..(typed.LastIndexOf(' ') + 1)], one.Search, StringComparison.Ordinal));
    }

    [Fact]
    public void statuses_of_the_rail_and_of_the_search_narrow_each_other()
    {
        var both = new JobsAsked(null, [JobStatus.Failed, JobStatus.Queued], null, "status:failed,paused fall", JobSort.Newest);
        Assert.Equal([JobStatus.Failed], both.Read(None, Now).Filter!.Statuses);
        Assert.Equal("fall status:failed", both.AsSearch(None, Now));
        var none = both with { Statuses = [JobStatus.Completed] };
        Assert.Equal(["-"], none.Read(None, Now).Filter!.Types);
    }
}
