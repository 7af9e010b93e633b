using Headway.Client;
using Headway.Model;
using Headway.Store;
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
            .Answers<StatsView>(200, "Counts, sums for every window, and buckets for one.").Refuses(400, 503);
        api.MapGet("/workers", WorkersAsync).Describe("listWorkers", "Worker sessions", "System")
            .Answers<WorkerList>(200, "Those alive, and those that ended within the last hour.").Refuses(503);
    }

    /// <summary>Maps the two health routes, which have no prefix.</summary>
    public static void MapHealth(RouteGroupBuilder root)
    {
        root.MapGet("/health/live", Live).Describe("getLive", "Whether the process answers", "System")
            .Answers<HealthView>(200, "It does.");
        root.MapGet("/health/ready", ReadyAsync).Describe("getReady", "Whether work can be taken: the store takes writes", "System")
            .Answers<HealthView>(200, "It can.").Refuses(503);
    }

    private static async Task<IResult> StatsAsync(HttpContext http, JobQueries queries, CancellationToken ct)
    {
        var word = Parameters.One(http.Request.Query, "window") ?? Windows[0].Word;
        if (!Windows.Any(known => known.Word == word))
            throw RefusedException.BadParameter("window", word, "1h, 6h, 24h, 7d or 30d");

        var now = await queries.NowAsync(ct);
        var counts = await queries.CountJobsAsync(org: null, ct);
        var sums = new Dictionary<string, ThroughputView>();
        IReadOnlyList<ThroughputBucket> shown = [];
        foreach (var window in Windows)
        {
            var buckets = await queries.ThroughputAsync(org: null, now - window.Length, window.Bucket, ct);
            sums[window.Word] = Sum(buckets, window.Length);
            if (window.Word == word)
                shown = buckets;
        }

        return TypedResults.Json(
            new StatsView
            {
                At = now,
                Jobs = Enum.GetValues<JobStatus>().ToDictionary(Parameters.Word, status => counts.GetValueOrDefault(status)),
                Throughput = sums,
                Window = word,
                BucketSeconds = (int)Windows.First(known => known.Word == word).Bucket.TotalSeconds,
                Buckets = [.. shown.Select(ToView)],
            },
            WireJson.Default.StatsView);
    }

    private static async Task<IResult> WorkersAsync(JobQueries queries, CancellationToken ct)
    {
        var now = await queries.NowAsync(ct);
        var sessions = await queries.ListSessionsAsync(ct);
        return TypedResults.Json(new WorkerList { Workers = [.. sessions.Select(session => session.ToView(now))] },
            WireJson.Default.WorkerList);
    }

    private static JsonHttpResult<HealthView> Live() => TypedResults.Json(new HealthView { Status = "live" }, WireJson.Default.HealthView);

    private static async Task<IResult> ReadyAsync(HttpContext http, JobQueries queries, TimeProvider clock, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(ReadyWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            if (http.RequestServices.GetService<IStoreProbe>() is { } probe)
                await probe.ProbeAsync(either.Token).AsTask().WaitAsync(either.Token);
            else
                await queries.NowAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The database did not answer within 2 seconds; check that it runs and can be reached.");
        }

        return TypedResults.Json(new HealthView { Status = "ready" }, WireJson.Default.HealthView);
    }

    private static ThroughputView Sum(IReadOnlyList<ThroughputBucket> buckets, TimeSpan length)
    {
        var completed = buckets.Sum(bucket => bucket.Completed);
        return new ThroughputView
        {
            Completed = completed,
            Failed = buckets.Sum(bucket => bucket.Failed),
            BusySeconds = Math.Round(buckets.Sum(bucket => bucket.Busy.TotalSeconds), 3),
            PerSecond = Math.Round(completed / length.TotalSeconds, 4),
        };
    }

    private static BucketView ToView(ThroughputBucket bucket) => new()
    {
        At = bucket.At,
        Type = bucket.Type,
        Completed = bucket.Completed,
        Failed = bucket.Failed,
        BusySeconds = Math.Round(bucket.Busy.TotalSeconds, 3),
    };
}
