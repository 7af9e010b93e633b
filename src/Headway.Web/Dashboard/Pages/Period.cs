using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>A period a chart looks back over.</summary>
/// <param name="Slug">Its word in the address and on the chip.</param>
/// <param name="Length">How far back.</param>
/// <param name="Bucket">Width of a bar.</param>
public sealed record Period(string Slug, TimeSpan Length, TimeSpan Bucket)
{
    /// <summary>All that can be chosen, the shortest first.</summary>
    public static IReadOnlyList<Period> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        new("6h", TimeSpan.FromHours(6), TimeSpan.FromMinutes(5)),
        new("24h", TimeSpan.FromHours(24), TimeSpan.FromMinutes(15)),
        new("7d", TimeSpan.FromDays(7), TimeSpan.FromHours(2)),
        new("30d", TimeSpan.FromDays(30), TimeSpan.FromHours(6)),
    ];

    /// <summary>What is shown where the address says nothing: 24 hours.</summary>
    public static Period Default => All[2];

    /// <summary>The period of a word; the default for any other.</summary>
    public static Period Parse(string? slug) => All.FirstOrDefault(period => period.Slug == slug) ?? Default;

    /// <summary>Start of the first bar, on the edge of a bucket.</summary>
    public DateTimeOffset Start(DateTimeOffset now) => Edge(now) - Length + Bucket;

    /// <summary>Every bar of the period; buckets nothing happened in are zero.</summary>
    public IReadOnlyList<Bar> Bars(IReadOnlyList<ThroughputBucket> buckets, DateTimeOffset now)
    {
        var start = Start(now);
        var bars = new Bar[(int)(Length / Bucket)];
        for (var i = 0; i < bars.Length; i++)
            bars[i] = new Bar(start + (i * Bucket), 0, 0);
        foreach (var bucket in buckets)
        {
            var i = (int)Math.Floor((bucket.At - start) / Bucket);
            if (i >= 0 && i < bars.Length)
                bars[i] = bars[i] with { Completed = bars[i].Completed + bucket.Completed, Failed = bars[i].Failed + bucket.Failed };
        }

        return bars;
    }

    private DateTimeOffset Edge(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % Bucket.Ticks), TimeSpan.Zero);
}
