namespace Headway.Web.Api.Contracts;

/// <summary>Counts and throughput.</summary>
public sealed record StatsView
{
    /// <summary>When this was true, by the store's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Jobs by status; all nine words, zeros too.</summary>
    public required IReadOnlyDictionary<string, long> Jobs { get; init; }

    /// <summary>Sums over the last 1h, 6h, 24h, 7d and 30d.</summary>
    public required IReadOnlyDictionary<string, ThroughputView> Throughput { get; init; }

    /// <summary>The window <see cref="Buckets"/> cover, as asked for.</summary>
    public required string Window { get; init; }

    /// <summary>Width of a bucket in seconds.</summary>
    public required int BucketSeconds { get; init; }

    /// <summary>What <see cref="Groups"/> are: <c>all</c>, <c>type</c>, <c>org</c> or <c>queue</c>.</summary>
    public required string By { get; init; }

    /// <summary>Sums and percentiles over the window, by key; those without any are left out.</summary>
    public required IReadOnlyList<StatsGroupView> Groups { get; init; }

    /// <summary>By time and type, oldest first; empty ones are left out.</summary>
    public required IReadOnlyList<BucketView> Buckets { get; init; }
}
