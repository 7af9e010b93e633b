using Headway.Model;
using Headway.Web.Dashboard.Pages;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class TimingWordsTests
{
    [Theory]
    [InlineData("* * * * *", "Every minute")]
    [InlineData("*/10 * * * *", "Every 10 minutes")]
    [InlineData("0 * * * *", "Every hour")]
    [InlineData("@daily", "Every day at 00:00")]
    [InlineData("30 6 * * 1-5", "Weekdays at 06:30")]
    [InlineData("0 30 6 * * MON-FRI", "Weekdays at 06:30")]
    [InlineData("0 8,12,18 * * *", "Every day at 08:00, 12:00 and 18:00")]
    [InlineData("*/15 9-17 * * 1-5", "Every 15 minutes from 09:00 to 17:59, weekdays")]
    [InlineData("0 0 1 * *", "On the 1st of each month at 00:00")]
    [InlineData("0 0 11,22 * *", "On the 11th and 22nd of each month at 00:00")]
    [InlineData("15 4 L * *", "On the last day of each month at 04:15")]
    [InlineData("0 7 * * 1,WED,7", "Mondays, Wednesdays and Sundays at 07:00")]
    [InlineData("0 */6 * * *", "Every 6 hours")]
    public void a_usual_expression_reads_as_a_person_would_say_it(string cron, string words) =>
        Assert.Equal($"{words}, UTC", TimingWords.Of(new Timing { Cron = cron }));

    [Theory]
    [InlineData("0 0 1 1 *")]
    [InlineData("7 0 * * 5#2")]
    [InlineData("10 0 6 * * *")]
    [InlineData("5-10 * * * *")]
    [InlineData("nonsense")]
    public void what_there_are_no_words_for_is_shown_as_it_was_written(string cron) =>
        Assert.Equal($"{cron}, Europe/Berlin", TimingWords.Of(new Timing { Cron = cron, Zone = "Europe/Berlin" }));

    [Fact]
    public void intervals_and_single_times_read_as_such()
    {
        Assert.Equal("Every 90 minutes", TimingWords.Of(new Timing { Every = TimeSpan.FromMinutes(90) }));
        Assert.Equal("Every hour", TimingWords.Of(new Timing { Every = TimeSpan.FromHours(1) }));
        Assert.Equal("Once, on 4 Mar 2026 at 05:06 UTC",
            TimingWords.Of(new Timing { At = new DateTimeOffset(2026, 3, 4, 5, 6, 0, TimeSpan.Zero) }));
    }
}
