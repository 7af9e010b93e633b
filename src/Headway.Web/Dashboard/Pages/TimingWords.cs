using System.Globalization;
using Headway.Model;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A timing as a person says it: "Weekdays at 06:30". What it has no words for is shown as it was written.</summary>
internal static class TimingWords
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@every_minute"] = "* * * * *",
    };

    /// <summary>Says it.</summary>
    public static string Of(Timing timing) => timing switch
    {
        { Cron: { } cron } => (OfCron(cron) ?? cron) + (timing.Zone == "UTC" ? ", UTC" : $", {timing.Zone}"),
        { Every: { } every } => $"Every {(every == TimeSpan.FromDays(1) ? "day" : Length(every))}",
        { At: { } at } => $"Once, on {at.UtcDateTime.ToString("d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture)} UTC",
        _ => "Never",
    };

    /// <summary>A cron expression in words; null where there are none for it.</summary>
    public static string? OfCron(string cron)
    {
        var fields = (Macros.GetValueOrDefault(cron.Trim()) ?? cron).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 6 && fields[0] == "0")
            fields = fields[1..];
        if (fields.Length != 5 || fields[3] != "*")
            return null;
        var (time, isOften) = Time(fields[0], fields[1]);
        if (time is null || Day(fields[2], fields[4]) is not { } day)
            return null;
        return day.Length == 0 ? isOften ? Upper(time) : $"Every day {time}" : isOften ? $"{Upper(time)}, {day}" : $"{Upper(day)} {time}";
    }

    private static (string? Text, bool IsOften) Time(string minute, string hour)
    {
        if (minute == "*" && hour == "*")
            return ("every minute", true);
        if (minute.StartsWith("*/", StringComparison.Ordinal) && Number(minute[2..]) is { } step)
        {
            return hour == "*" ? ($"every {step} minutes", true)
                : Range(hour) is var (from, to) ? ($"every {step} minutes from {from:00}:00 to {to:00}:59", true) : (null, true);
        }

        if (Number(minute) is not { } at)
            return (null, false);
        if (hour == "*")
            return (at == 0 ? "every hour" : $"every hour at :{at:00}", true);
        if (hour.StartsWith("*/", StringComparison.Ordinal) && Number(hour[2..]) is { } hours)
            return (at == 0 ? $"every {hours} hours" : $"every {hours} hours at :{at:00}", true);
        if (Range(hour) is var (first, last))
            return ($"every hour from {first:00}:{at:00} to {last:00}:{at:00}", true);
        var numbers = hour.Split(',').Select(Number).ToList();
        return numbers.Contains(null) ? (null, false) : ("at " + Joined(numbers.Select(one => $"{one:00}:{at:00}")), false);
    }

    /// <summary>Empty for every day; null where there are no words.</summary>
    private static string? Day(string ofMonth, string ofWeek)
    {
        if (ofMonth is "*" or "?" && ofWeek is "*" or "?")
            return "";
        if (ofWeek is "*" or "?")
        {
            if (ofMonth == "L")
                return "on the last day of each month";
            var days = ofMonth.Split(',').Select(Number).ToList();
            return days.Contains(null) ? null : $"on the {Joined(days.Select(day => Ordinal(day!.Value)))} of each month";
        }

        if (ofMonth is not ("*" or "?"))
            return null;
        if (ofWeek.ToUpperInvariant() is "1-5" or "MON-FRI")
            return "weekdays";
        if (ofWeek.ToUpperInvariant() is "0,6" or "6,0" or "6,7" or "SAT,SUN" or "SUN,SAT" or "6-7")
            return "weekends";
        var names = ofWeek.Split(',').Select(DayOf).ToList();
        return names.Contains(null) ? null : Joined(names.Select(name => name + "s"));
    }

    private static string? DayOf(string word) =>
        Number(word) is { } number ? number <= 7 ? Days[number % 7] : null
        : Array.IndexOf(DayNames, word.ToUpperInvariant()) is >= 0 and var i ? Days[i] : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (int From, int To)? Range(string text) =>
        text.Split('-') is [var from, var to] && Number(from) is { } first && Number(to) is { } last ? (first, last) : null;

    private static string Ordinal(int day) => day + (day % 10, day / 10) switch
    {
        (1, not 1) => "st",
        (2, not 1) => "nd",
        (3, not 1) => "rd",
        _ => "th",
    };

    private static string Joined(IEnumerable<string?> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    private static string Length(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            { TotalDays: >= 1 } when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.TotalDays, "day"),
            { TotalHours: >= 1 } when span.Ticks % TimeSpan.TicksPerHour == 0 => (span.TotalHours, "hour"),
            { TotalMinutes: >= 1 } when span.Ticks % TimeSpan.TicksPerMinute == 0 => (span.TotalMinutes, "minute"),
            _ => (span.TotalSeconds, "second"),
        };
        return Math.Abs(count - 1) < 0.001 ? unit : string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}s");
    }

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
