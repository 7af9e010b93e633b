using Headway.Client;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What ran in a period: chart, cards and breakdown, all out of the same rows, so they always agree.</summary>
public sealed record PeriodSums
{
    /// <summary>Which.</summary>
    public required Period Period { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One a bucket, oldest first, empty ones included.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>One a job type that ran, the most first.</summary>
    public required IReadOnlyList<TypeSum> Types { get; init; }

    /// <summary>How long jobs waited for their first start, over all types; null where none started.</summary>
    public required StatsRow? All { get; init; }

    /// <summary>Attempts that succeeded.</summary>
    public long Completed => Types.Sum(type => type.Completed);

    /// <summary>Attempts that failed, retried ones included.</summary>
    public long Failed => Types.Sum(type => type.Failed);

    /// <summary>All attempts.</summary>
    public long Total => Completed + Failed;

    /// <summary>Mean time of an attempt.</summary>
    public TimeSpan Average => Total == 0 ? TimeSpan.Zero : new TimeSpan(Types.Sum(type => type.Busy.Ticks) / Total);

    /// <summary>Share that failed, 0–100.</summary>
    public double FailedPercent => Total == 0 ? 0 : 100.0 * Failed / Total;

    /// <summary>Attempts a minute, over the whole period.</summary>
    public double PerMinute => Total / Period.Length.TotalMinutes;

    internal static ValueTask<PeriodSums> ReadAsync(
        JobQueries queries, StatsQueries stats, ReadTogether together, Period period, CancellationToken ct) =>
        together.OfAsync($"sums {period.Slug}", async () =>
        {
            var now = await queries.NowAsync(ct);
            var start = period.Start(now);
            var all = await stats.ReadStatsAsync(new StatsQuery(start), ct);
            return Of(period, await queries.ThroughputAsync(null, start, period.Bucket, ct), all.Count > 0 ? all[0] : null, now);
        });

    internal static PeriodSums Of(Period period, IReadOnlyList<ThroughputBucket> buckets, StatsRow? all, DateTimeOffset now)
    {
        var start = period.Start(now);
        return new PeriodSums
        {
            Period = period,
            At = now,
            Bars = period.Bars(buckets, now),
            Types =
            [
                .. buckets.Where(bucket => bucket.At >= start).GroupBy(bucket => bucket.Type).Select(type => new TypeSum(
                    type.Key, type.Sum(one => one.Completed), type.Sum(one => one.Failed), new TimeSpan(type.Sum(one => one.Busy.Ticks))))
                    .Where(type => type.Total > 0).OrderByDescending(type => type.Total).ThenBy(type => type.Type, StringComparer.Ordinal),
            ],
            All = all,
        };
    }
}
