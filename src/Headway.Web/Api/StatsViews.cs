using Headway.Stats;
using Headway.Store;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>Statistics as the wire shows them.</summary>
internal static class StatsViews
{
    /// <summary>The sums of a group.</summary>
    public static StatsGroupView ToView(this StatsRow row) => new()
    {
        Key = row.Key,
        Completed = row.Completed,
        Skipped = row.Skipped,
        Failed = row.Failed,
        Retried = row.Retried,
        Cancelled = row.Cancelled,
        Lost = row.Lost,
        BusySeconds = Math.Round(row.Busy.TotalSeconds, 3),
        Run = row.RunTimes.ToView(),
        Wait = row.WaitTimes.ToView(),
        Metered = row.Metered.ToView() ?? new MeteredView { CpuSeconds = 0, PeakMemoryBytes = 0, StoredBytes = 0 },
    };

    /// <summary>All of a stretch of time together; zeros where there was nothing.</summary>
    public static ThroughputView ToThroughput(this StatsRow? row, TimeSpan length)
    {
        var completed = row is null ? 0 : row.Completed + row.Skipped;
        return new ThroughputView
        {
            Completed = completed,
            Failed = row is null ? 0 : row.Failed + row.Retried,
            BusySeconds = row is null ? 0 : Math.Round(row.Busy.TotalSeconds, 3),
            PerSecond = Math.Round(completed / length.TotalSeconds, 4),
        };
    }

    /// <summary>One bucket of a chart.</summary>
    public static BucketView ToView(this ThroughputBucket bucket) => new()
    {
        At = bucket.At,
        Type = bucket.Type,
        Completed = bucket.Completed,
        Failed = bucket.Failed,
        BusySeconds = Math.Round(bucket.Busy.TotalSeconds, 3),
    };

    private static TimesView ToView(this DurationHistogram times) => new()
    {
        Count = times.Count,
        P50Seconds = Seconds(times.Quantile(0.5)),
        P95Seconds = Seconds(times.Quantile(0.95)),
        P99Seconds = Seconds(times.Quantile(0.99)),
    };

    /// <summary>To three digits that mean something: more are not known.</summary>
    private static double? Seconds(TimeSpan? time) => time is { } some
        ? Math.Round(some.TotalSeconds, Math.Clamp(2 - (int)Math.Floor(Math.Log10(some.TotalSeconds)), 0, 6))
        : null;
}
