using System.Globalization;
using System.Runtime.CompilerServices;
using Headway.Client;
using Headway.Machine;
using Headway.Model;

namespace Headway.Tests.Machine;

public sealed class TimingRuleTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Africa/Cairo",
        "Asia/Kolkata", "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia",
    ];

    public static TheoryData<string> AllZones => [.. Zones];

    [Fact]
    public void cron_expressions_give_the_times_of_the_published_table()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in Rows("cron_next.tsv").Where(row => row[6] != "" || row[3] == "America/New_York"))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(row[3]);
            var rule = TimingRule.Of(new Timing { Cron = row[1], Zone = row[3] });
            var next = rule.After(Time(row[4], zone), row[5] == "true");
            count++;
            if (next != (row[6] == "" ? null : Time(row[6], zone)))
                wrong.Add($"{row[1]} from {row[4]}: {next:O}, not {row[6]}");
        }

        Assert.Empty(wrong);
        Assert.True(count > 750, $"only {count} rows");
    }

    [Fact]
    public void expressions_that_are_none_are_refused_with_a_sentence()
    {
        foreach (var row in Rows("cron_invalid.tsv").Where(row => row[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ToString(
            CultureInfo.InvariantCulture) == row[1]))
        {
            var e = Assert.Throws<SubmissionException>(() => TimingRule.Of(new Timing { Cron = row[0] }));
            Assert.Equal("bad_timing", e.Code);
        }
    }

    /// <summary>F24: 12 zones by 3 years, with every change of the clocks in them and one leap day.</summary>
    [Theory, MemberData(nameof(AllZones))]
    public void daily_job_fires_once_on_every_local_day_of_three_years(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var (from, to) = (new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        foreach (var time in (string[])["0 0", "30 0", "15 1", "30 2", "0 3", "59 23"])
        {
            var fires = TimingRule.Of(new Timing { Cron = $"{time} * * *", Zone = name }).Between(from, to).ToList();
            var days = fires.Select(at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime)).ToList();
            Assert.Equal(days.Distinct(), days);
            var expected = Enumerable.Range(1, days[^1].DayNumber - days[0].DayNumber - 1).Select(n => days[0].AddDays(n));
            Assert.Equal(expected, days[1..^1]);
            Assert.InRange(days.Count, 1095, 1098);
            Assert.Equal(fires.Order(), fires);
        }
    }

    [Fact]
    public void interval_based_expressions_go_on_in_elapsed_time_where_clocks_change()
    {
        var rule = TimingRule.Of(new Timing { Cron = "*/15 * * * *", Zone = "Europe/Berlin" });
        var from = new DateTimeOffset(2025, 10, 25, 12, 0, 0, TimeSpan.Zero);
        var times = rule.Between(from, from.AddDays(1)).ToList();
        Assert.Equal(97, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(15), pair.Second - pair.First));
    }

    [Fact]
    public void time_that_is_skipped_fires_after_the_gap_and_one_that_comes_twice_fires_first()
    {
        var rule = TimingRule.Of(new Timing { Cron = "30 2 * * *", Zone = "Europe/Berlin" });
        Assert.Equal(new DateTimeOffset(2025, 3, 30, 1, 0, 0, TimeSpan.Zero), rule.After(new(2025, 3, 29, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2025, 10, 26, 0, 30, 0, TimeSpan.Zero), rule.After(new(2025, 10, 25, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2025, 10, 27, 1, 30, 0, TimeSpan.Zero), rule.After(new(2025, 10, 26, 0, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void interval_is_counted_from_its_first_time_and_never_drifts()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 7, TimeSpan.Zero);
        var rule = TimingRule.Of(new Timing { Every = TimeSpan.FromSeconds(90), At = at });
        Assert.Equal(at, rule.After(at.AddYears(-1)));
        Assert.Equal(at, rule.After(at, inclusive: true));
        Assert.Equal(at.AddSeconds(90), rule.After(at));
        Assert.Equal(at.AddSeconds(90 * 1000), rule.After(at.AddSeconds((90 * 1000) - 1)));
        Assert.Equal(at.AddSeconds(90), rule.After(at.AddSeconds(90), inclusive: true));
        Assert.Equal(at.AddSeconds(180), rule.After(at.AddSeconds(90)));
    }

    [Fact]
    public void one_time_comes_once()
    {
        var at = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));
        var rule = TimingRule.Of(new Timing { At = at });
        Assert.Equal(at, rule.After(at.AddSeconds(-1)));
        Assert.Null(rule.After(at));
        Assert.Equal([at.ToUniversalTime()], rule.Between(at.AddDays(-1), at.AddDays(1)));
    }

    [Fact]
    public void last_times_of_a_long_span_are_found_without_walking_it()
    {
        var rule = TimingRule.Of(new Timing { Cron = "* * * * * *" });
        var to = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var last = rule.Last(100, to.AddYears(-20), to);
        Assert.Equal((100, to, to.AddSeconds(-99)), (last.Count, last[^1], last[0]));
        Assert.Equal(2, TimingRule.Of(new Timing { Cron = "0 0 1 1 *" }).Last(100, to.AddYears(-1), to).Count);
    }

    [Theory]
    [InlineData(null, "UTC", null, "Say when")]
    [InlineData("* * * *", "UTC", null, "no cron expression")]
    [InlineData("61 * * * *", "UTC", null, "no cron expression")]
    [InlineData("* * * * *", "Mars/Base", null, "no time zone 'Mars/Base'")]
    [InlineData("* * * * *", "UTC", 5.0, "not two of them")]
    [InlineData(null, "UTC", 0.5, "1 second to 366 days")]
    public void timing_that_is_none_is_refused_with_a_sentence(string? cron, string zone, double? every, string says)
    {
        var timing = new Timing
        {
            Cron = cron,
            Zone = zone,
            Every = every is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            At = every is not null && cron is null ? DateTimeOffset.UnixEpoch : null,
        };
        Assert.Contains(says, Assert.Throws<SubmissionException>(() => TimingRule.Of(timing)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Rows(string file, [CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, file)).Skip(1).Select(line => line.Split('\t'))
            .Select(row => row.Select(cell => cell.Trim('"').Replace("\\t", "\t", StringComparison.Ordinal)).ToArray());

    private static DateTimeOffset Time(string text, TimeZoneInfo zone)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return text[^6] is '+' or '-' && text.Length > 10 && text[^3] == ':'
            ? time
            : new DateTimeOffset(time.DateTime, zone.GetUtcOffset(time.DateTime));
    }
}
