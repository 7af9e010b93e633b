using Headway.Store;
using Headway.Web.Dashboard.Analytics;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class AnalyticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 34, 56, TimeSpan.Zero); // a Wednesday

    [Fact]
    public void every_sum_is_in_exactly_one_point_of_the_stretch_or_the_one_before()
    {
        foreach (var stretch in Stretch.All)
        {
            var first = stretch.Start(Now) - stretch.Length;
            var buckets = Enumerable.Range(0, (int)(2 * stretch.Length / stretch.Read))
                .Select(i => Bucket(first + (i * stretch.Read), "a", 3, 1)).ToList();

            var view = AnalyticsView.Of(stretch, null, Now, buckets, [], []);

            Assert.Equal(buckets.Count * 4, view.Now.Concat(view.Before).Sum(spot => spot.Total));
            Assert.Equal((stretch.Points, stretch.Points), (view.Now.Count, view.Before.Count));
            Assert.Single(view.Now.Select(spot => spot.Total).Distinct());
            Assert.True(view.Now[^1].At <= Now && Now < view.Now[^1].At + stretch.Step, stretch.Slug);
        }
    }

    [Fact]
    public void twelve_months_are_weeks_from_mondays_and_meet_the_same_weeks_a_year_before()
    {
        var year = Stretch.Parse("year");
        var monday = new DateTimeOffset(2026, 2, 23, 0, 0, 0, TimeSpan.Zero);
        Bucketed[] days = [new(monday, 10), new(monday.AddDays(6), 5), new(monday.AddDays(7), 1), new(monday.AddDays(-364), 7)];

        var view = AnalyticsView.Of(year, null, Now, [.. days.Select(day => Bucket(day.At, "a", day.Completed, 0))], [], []);

        Assert.Equal((monday, 15L), (view.Now[^2].At, view.Now[^2].Completed));
        Assert.Equal(1, view.Now[^1].Completed);
        Assert.Equal(7, view.Before[^2].Completed);
    }

    [Fact]
    public void a_type_narrows_everything_and_all_types_can_still_be_chosen()
    {
        var at = Now.AddHours(-30);
        ThroughputBucket[] buckets = [Bucket(at, "a", 3, 0), Bucket(at, "b", 5, 2)];
        StatsRow[] rows = [new() { Key = "a" }, new() { Key = "b" }];

        var view = AnalyticsView.Of(Stretch.Default, "b", Now, buckets, buckets, rows);

        Assert.Equal(7, view.Sum.Total);
        Assert.Equal(["a", "b"], view.Choices);
        Assert.Equal("b", Assert.Single(view.Types).Key);
        Assert.Equal(7, view.Hours.Sum(day => day.Sum(spot => spot.Total)));
    }

    [Fact]
    public void an_hour_lands_on_its_weekday_and_weeks_add_up()
    {
        var hour = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        var view = AnalyticsView.Of(Stretch.Default, null, Now, [],
            [Bucket(hour, "a", 3, 1), Bucket(hour.AddDays(-7), "a", 2, 0), Bucket(hour.AddDays(-28), "a", 100, 0)], []);

        Assert.Equal((5, 1), (view.Hours[0][9].Completed, view.Hours[0][9].Failed));
        Assert.Equal(6, view.Hours.Sum(day => day.Sum(spot => spot.Total)));
    }

    [Fact]
    public void the_stretch_before_is_compared_only_as_far_as_this_one_has_come()
    {
        var day = Stretch.Parse("day");
        var start = day.Start(Now) - day.Length;
        var buckets = Enumerable.Range(0, 48).Select(i => Bucket(start.AddHours(i), "a", 60, 0)).ToList();

        var view = AnalyticsView.Of(day, null, Now, buckets, [], []);

        Assert.Equal(23 * 60 + 35, view.SumBefore.Total); // 34m 56s into the last hour
    }

    [Fact]
    public void where_nothing_ended_there_is_no_rate_and_no_duration()
    {
        var view = AnalyticsView.Of(Stretch.Default, null, Now, [], [], []);

        Assert.Equal((null, null), (view.Sum.SuccessPercent, view.Sum.Average));
        Assert.Contains("Z,,0,0,0,,,0\r\n", AnalyticsCsv.Of(view), StringComparison.Ordinal);
    }

    [Fact]
    public void the_file_has_a_line_a_point_and_no_formula_in_a_name()
    {
        var view = AnalyticsView.Of(Stretch.Default, "=a,b", Now, [Bucket(Now.AddHours(-20), "=a,b", 3, 1)], [], []);

        var lines = AnalyticsCsv.Of(view).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(1 + (2 * Stretch.Default.Points), lines.Length);
        Assert.Contains(lines, line => line.Contains(",\"'=a,b\",4,3,1,75,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(150, 100, "+50 % on the week before")]
    [InlineData(75, 100, "−25 % on the week before")]
    [InlineData(100, 100, "as the week before")]
    [InlineData(5, 0, "nothing the week before")]
    public void a_number_says_how_it_stands_against_the_one_before(double now, double before, string said) =>
        Assert.Equal(said, Change.InPercent(now, before, "the week before"));

    private static ThroughputBucket Bucket(DateTimeOffset at, string type, long completed, long failed) =>
        new(at, type, completed, failed, TimeSpan.FromSeconds(completed + failed));

    private readonly record struct Bucketed(DateTimeOffset At, long Completed);
}
