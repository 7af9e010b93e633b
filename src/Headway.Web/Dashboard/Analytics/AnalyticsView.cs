using Headway.Store;

namespace Headway.Web.Dashboard.Analytics;

/// <summary>What the analytics show, all out of sums that were written with the attempts.</summary>
public sealed record AnalyticsView
{
    /// <summary>How many days the peak hours are taken from: four of each weekday.</summary>
    public const int PeakDays = 28;

    /// <summary>How far back.</summary>
    public required Stretch Stretch { get; init; }

    /// <summary>The job type that is looked at; null for all.</summary>
    public required string? Type { get; init; }

    /// <summary>When it was read, by the store's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One a step, oldest first, empty ones included; the last still goes on.</summary>
    public required IReadOnlyList<Spot> Now { get; init; }

    /// <summary>As many of the stretch before.</summary>
    public required IReadOnlyList<Spot> Before { get; init; }

    /// <summary>Sums by job type, the most time in slots first; of the type that is looked at alone, where there is one.</summary>
    public required IReadOnlyList<StatsRow> Types { get; init; }

    /// <summary>Every type that can be chosen: those that ran in the stretch or the one before.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Seven days from Monday, 24 hours each in UTC: what ended in that hour of the last <see cref="PeakDays"/> days.</summary>
    public required IReadOnlyList<IReadOnlyList<Spot>> Hours { get; init; }

    /// <summary>The stretch in one.</summary>
    public Spot Sum => Now.Aggregate((left, right) => left + right);

    /// <summary>The stretch before in one, as far into it as the other has come.</summary>
    public Spot SumBefore => Before.SkipLast(1).Append(Cut(Before[^1])).Aggregate((left, right) => left + right);

    /// <summary>How long the stretch has lasted.</summary>
    public TimeSpan Lasted => At - Now[0].At;

    /// <summary>The step a spot stands for, no longer than up to now.</summary>
    public TimeSpan LengthOf(Spot spot) => At - spot.At < Stretch.Step ? At - spot.At : Stretch.Step;

    /// <summary>Puts together what was read.</summary>
    /// <param name="stretch">How far back.</param>
    /// <param name="type">One job type; null for all.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="buckets">Of twice the stretch, <see cref="Stretch.Read"/> wide.</param>
    /// <param name="hours">Of the last <see cref="PeakDays"/> days, an hour wide.</param>
    /// <param name="rows">By type, of the stretch.</param>
    public static AnalyticsView Of(Stretch stretch, string? type, DateTimeOffset at, IReadOnlyList<ThroughputBucket> buckets,
        IReadOnlyList<ThroughputBucket> hours, IReadOnlyList<StatsRow> rows)
    {
        var start = stretch.Start(at);
        var spots = new Spot[2 * stretch.Points];
        for (var i = 0; i < spots.Length; i++)
            spots[i] = new Spot(start - stretch.Length + i * stretch.Step, 0, 0, TimeSpan.Zero);
        foreach (var bucket in buckets.Where(bucket => type is null || bucket.Type == type))
        {
            var i = (int)Math.Floor((bucket.At - spots[0].At) / stretch.Step);
            if (i >= 0 && i < spots.Length)
                spots[i] += Of(bucket);
        }

        return new AnalyticsView
        {
            Stretch = stretch,
            Type = type,
            At = at,
            Now = spots[stretch.Points..],
            Before = spots[..stretch.Points],
            Types = [.. rows.Where(row => type is null || row.Key == type).OrderByDescending(row => row.Busy)],
            Choices = [.. buckets.Select(bucket => bucket.Type).Append(type).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Hours = Peaks(hours.Where(bucket => type is null || bucket.Type == type), at),
        };
    }

    private static Spot[][] Peaks(IEnumerable<ThroughputBucket> buckets, DateTimeOffset at)
    {
        var cells = new Spot[7][];
        for (var day = 0; day < 7; day++)
            cells[day] = new Spot[24];
        foreach (var bucket in buckets.Where(bucket => bucket.At > at.AddDays(-PeakDays)))
            cells[((int)bucket.At.UtcDateTime.DayOfWeek + 6) % 7][bucket.At.UtcDateTime.Hour] += Of(bucket);
        return cells;
    }

    private static Spot Of(ThroughputBucket bucket) => new(bucket.At, bucket.Completed, bucket.Failed, bucket.Busy);

    /// <summary>A share of a spot, for comparing with one that still goes on.</summary>
    private Spot Cut(Spot spot)
    {
        var share = LengthOf(Now[^1]) / Stretch.Step;
        return spot with
        {
            Completed = (long)Math.Round(spot.Completed * share),
            Failed = (long)Math.Round(spot.Failed * share),
            Busy = spot.Busy * share,
        };
    }
}
