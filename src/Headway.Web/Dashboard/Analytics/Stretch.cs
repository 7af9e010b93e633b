namespace Headway.Web.Dashboard.Analytics;

/// <summary>How far the analytics look back; they compare it with the same length of time before it.</summary>
/// <param name="Slug">Its word in the address.</param>
/// <param name="Label">What it is called on its chip.</param>
/// <param name="Before">What it is compared with, as in "the day before".</param>
/// <param name="Step">Time between two points; a whole number of them is <see cref="Length"/>.</param>
/// <param name="Length">How far back.</param>
public sealed record Stretch(string Slug, string Label, string Before, TimeSpan Step, TimeSpan Length)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// All that can be chosen, the shortest first. A month is 4 weeks and twelve are 52, so that a weekday meets the same before.
    /// </summary>
    public static IReadOnlyList<Stretch> All { get; } =
    [
        new("day", "Day", "the day before", TimeSpan.FromHours(1), Day),
        new("week", "Week", "the week before", TimeSpan.FromHours(6), 7 * Day),
        new("month", "Month", "the 4 weeks before", Day, 28 * Day),
        new("year", "12 months", "the year before", 7 * Day, 364 * Day),
    ];

    /// <summary>What is shown where the address says nothing: a week.</summary>
    public static Stretch Default => All[1];

    /// <summary>How many points it has.</summary>
    public int Points => (int)(Length / Step);

    /// <summary>Width of the sums that are read: weeks are added up from days, for those of a store begin on any weekday.</summary>
    public TimeSpan Read => Step > Day ? Day : Step;

    /// <summary>The stretch of a word; the default for any other.</summary>
    public static Stretch Parse(string? slug) => All.FirstOrDefault(one => one.Slug == slug) ?? Default;

    /// <summary>Start of the first point; the last one holds now. Weeks begin on Mondays, all in UTC.</summary>
    public DateTimeOffset Start(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcTicks - now.UtcTicks % Step.Ticks, TimeSpan.Zero) - Length + Step;
}
