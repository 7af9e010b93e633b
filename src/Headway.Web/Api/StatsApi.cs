using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headway.Web.Api;

/// <summary>What the installation does as a whole: statistics, workers, health.</summary>
internal static class StatsApi
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(2);

    private static readonly (string Word, TimeSpan Length, TimeSpan Bucket)[] Windows =
    [
        ("1h", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        ("6h", TimeSpan.FromHours(6), TimeSpan.FromMinutes(5)),
        ("24h", TimeSpan.FromHours(24), TimeSpan.FromMinutes(15)),
        ("7d", TimeSpan.FromDays(7), TimeSpan.FromHours(2)),
        ("30d", TimeSpan.FromDays(30), TimeSpan.FromHours(6)),
    ];

    /// <summary>Maps the routes below the API's prefix.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/stats", StatsAsync).Describe("getStats", "Jobs by status, and throughput", "System")
            .WithQuery("window", "The window the buckets cover: 1h (default), 6h, 24h, 7d or 30d.")
            .WithQuery("by", "What the groups are: type (default), org, queue or all.")
            .WithQuery("org", "Groups of one organisation only.")
            .WithQuery("type", "Groups of one job type only.")
            .WithQuery("queue", "Groups of one queue only.")
            .Answers<StatsView>(200, "Counts, sums for every window, and buckets for one.").Refuses(400, 503);
        api.MapGet("/workers", WorkersAsync).Describe("listWorkers", "Worker sessions", "System")
            .Answers<WorkerList>(200, "Those alive, and those that ended within the last hour.").Refuses(503);
    }

    /// <summary>Maps the two health routes, which have no prefix.</summary>
    public static void MapHealth(RouteGroupBuilder root)
    {
        root.MapGet("/health/live", Live).Describe("getLive", "Whether the process answers", "System")
            .WithMetadata(new ForAnyoneAttribute())
            .Answers<HealthView>(200, "It does.");
        root.MapGet("/health/ready", ReadyAsync)
            .Describe("getReady", "Whether work can be taken: the store takes writes", "System")
            .WithMetadata(new ForAnyoneAttribute())
            .Answers<HealthView>(200, "It can; degraded where deliveries were given up.").Refuses(503);
    }

    private static async Task<IResult> StatsAsync(HttpContext http, JobQueries queries, StatsQueries stats, CancellationToken ct)
    {
        var query = http.Request.Query;
        var word = Parameters.One(query, "window") ?? Windows[0].Word;
        if (!Windows.Any(known => known.Word == word))
            throw RefusedException.BadParameter("window", word, "1h, 6h, 24h, 7d or 30d");
        var shown = Windows.First(known => known.Word == word);
        var by = Parameters.Words<StatsGrouping>(query, "by") is [.., var given] ? given : StatsGrouping.Type;

        var now = await queries.NowAsync(ct);
        var counts = await queries.CountJobsAsync(org: null, ct);
        var sums = new Dictionary<string, ThroughputView>();
        foreach (var window in Windows)
        {
            var all = await stats.ReadStatsAsync(new StatsQuery(now - window.Length), ct);
            sums[window.Word] = (all.Count > 0 ? all[0] : null).ToThroughput(window.Length);
        }

        var groups = await stats.ReadStatsAsync(
            new StatsQuery(now - shown.Length, by, Parameters.One(query, "org"), Parameters.One(query, "type"),
                Parameters.One(query, "queue")), ct);
        var buckets = await queries.ThroughputAsync(org: null, now - shown.Length, shown.Bucket, ct);
        return TypedResults.Json(
            new StatsView
            {
                At = now,
                Jobs = Enum.GetValues<JobStatus>().ToDictionary(Parameters.Word, status => counts.GetValueOrDefault(status)),
                Throughput = sums,
                Window = word,
                By = Parameters.Word(by),
                Groups = [.. groups.Select(group => group.ToView())],
                BucketSeconds = (int)shown.Bucket.TotalSeconds,
                Buckets = [.. buckets.Select(bucket => bucket.ToView())],
            },
            WireJson.Default.StatsView);
    }

    private static async Task<IResult> WorkersAsync(StatsQueries stats, CancellationToken ct)
    {
        var workers = await stats.WorkersAsync(ct);
        return TypedResults.Json(
            new WorkerList { Workers = [.. workers.Select(worker => worker.Session.ToView(worker.Health))] }, WireJson.Default.WorkerList);
    }

    private static JsonHttpResult<HealthView> Live() => TypedResults.Json(new HealthView { Status = "live" }, WireJson.Default.HealthView);

    private static async Task<IResult> ReadyAsync(HttpContext http, JobQueries queries, TimeProvider clock, CancellationToken ct)
    {
        var dead = 0L;
        using var late = new CancellationTokenSource(ReadyWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            if (http.RequestServices.GetService<IStoreProbe>() is { } probe)
                await probe.ProbeAsync(either.Token).AsTask().WaitAsync(either.Token);
            else
                await queries.NowAsync(either.Token);
            if (http.RequestServices.GetService<IDeliveryStore>() is { } deliveries)
                dead = (await deliveries.CountDeliveriesAsync(either.Token)).Dead;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The database did not answer within 2 seconds; check that it runs and can be reached.");
        }

        var health = dead == 0 ? new HealthView { Status = "ready" } : new HealthView
        {
            Status = "degraded",
            Detail = $"{dead} deliveries were given up: `headway deliveries list --status dead` says why.",
        };
        return TypedResults.Json(health, WireJson.Default.HealthView);
    }
}
