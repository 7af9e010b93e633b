using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of queues and limits shows.</summary>
public sealed record QueuesView
{
    private const int Counted = 1000;
    private const int MostBreakers = 100;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Queues, by name.</summary>
    public required IReadOnlyList<LineRow> Queues { get; init; }

    /// <summary>Job types, by name.</summary>
    public required IReadOnlyList<LineRow> Types { get; init; }

    /// <summary>The rules.</summary>
    public required IReadOnlyList<Limit> Limits { get; init; }

    /// <summary>How far they are used, the fullest first.</summary>
    public required IReadOnlyList<LimitUse> Uses { get; init; }

    /// <summary>Destinations that jobs call, those first that are not called; at most 100.</summary>
    public required IReadOnlyList<Breaker> Breakers { get; init; }

    /// <summary>The store's time when this was read.</summary>
    public required DateTimeOffset Now { get; init; }

    internal static async ValueTask<QueuesView> ReadAsync(
        JobQueries queries, StatsQueries stats, FlowClient flow, BreakerClient breakers, JobTypeRegistry types, CancellationToken ct)
    {
        var now = await queries.NowAsync(ct);
        var waiting = await flow.CountWaitingAsync(ct);
        var holds = await flow.ListHoldsAsync(ct);
        var sessions = (await queries.ListSessionsAsync(ct)).Where(one => one.EndedAt is null).ToList();
        var byQueue = (await stats.ReadStatsAsync(new StatsQuery(now - Hour, StatsGrouping.Queue), ct)).ToDictionary(row => row.Key);
        var byType = (await stats.ReadStatsAsync(new StatsQuery(now - Hour, StatsGrouping.Type), ct)).ToDictionary(row => row.Key);
        var period = Period.All[0];
        var buckets = (await queries.ThroughputAsync(null, period.Start(now), period.Bucket, ct)).ToLookup(bucket => bucket.Type);

        var queueNames = waiting.Select(jobs => jobs.Queue).Concat(sessions.SelectMany(one => one.Queues)).Concat(byQueue.Keys)
            .Concat(holds.Where(hold => hold.Kind == HoldKind.Queue).Select(hold => hold.Name)).Distinct().Order(StringComparer.Ordinal);
        var typeNames = waiting.Select(jobs => jobs.Type).Concat(types.All.Select(type => type.Name)).Concat(byType.Keys)
            .Concat(holds.Where(hold => hold.Kind == HoldKind.Type).Select(hold => hold.Name)).Distinct().Order(StringComparer.Ordinal);
        var uses = await flow.ListLimitUsesAsync(ct);
        return new QueuesView
        {
            Queues = [.. queueNames.Select(name => Row(HoldKind.Queue, name, name, waiting.Where(jobs => jobs.Queue == name),
                sessions.Where(one => one.Queues.Contains(name)), holds, byQueue.GetValueOrDefault(name)))],
            Types = [.. typeNames.Select(name => Row(HoldKind.Type, name, types.TryGet(name, out var type) ? type.Title : name,
                waiting.Where(jobs => jobs.Type == name), sessions.Where(one => one.Types.Contains(name)), holds,
                byType.GetValueOrDefault(name)) with { Bars = period.Bars([.. buckets[name]], now) })],
            Limits = await flow.ListLimitsAsync(ct),
            Uses = [.. uses.OrderByDescending(use => use.Most == 0 ? 1 : (double)use.Used / use.Most).ThenByDescending(use => use.Waiting)],
            Breakers = [.. (await breakers.ListAsync(ct)).Take(MostBreakers)],
            Now = now,
        };
    }

    private static LineRow Row(HoldKind kind, string name, string title, IEnumerable<WaitingJobs> waiting,
        IEnumerable<WorkerSession> sessions, IReadOnlyList<Hold> holds, StatsRow? stats)
    {
        var (jobs, workers) = (waiting.ToList(), sessions.ToList());
        var mine = holds.Where(hold => hold.Kind == kind && hold.Name == name).ToList();
        return new LineRow(kind, name, title)
        {
            Waiting = jobs.Sum(one => Math.Min(one.Count, Counted)),
            More = jobs.Any(one => one.Count > Counted),
            Workers = workers.Count,
            Slots = workers.Sum(one => one.Slots),
            Busy = workers.Sum(one => Math.Min(one.Busy, one.Slots)),
            Hold = mine.Find(hold => hold.Org is null),
            OrgHolds = [.. mine.Where(hold => hold.Org is not null)],
            LastHour = (stats is null ? 0 : stats.Completed + stats.Skipped, stats is null ? 0 : stats.Failed + stats.Retried),
            Wait = stats?.WaitTimes.Quantile(0.95),
        };
    }
}
