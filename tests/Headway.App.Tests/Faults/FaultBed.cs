using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headway.Sim.Postgres;
using Headway.Web.Api;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>A PostgreSQL of its own and real processes of Headway over it, with items that take time.</summary>
internal sealed partial class FaultBed : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<HeadwayProcess> _processes = [];

    private FaultBed(PostgresServer? postgres) => Postgres = postgres!;

    public PostgresServer Postgres { get; }

    public string Folder => _folder.Path;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Where what is started from now on finds the database, when it is not to go there straight.</summary>
    public string? Way { get; set; }

    private string? Store => Postgres is null ? null : Way ?? $"postgres://postgres@127.0.0.1:{Postgres.Port}/postgres";

    public static async Task<FaultBed> StartAsync(params string[] settings) => new(await PostgresServer.StartAsync(settings));

    /// <summary>Without PostgreSQL: a SQLite file in the folder.</summary>
    public static FaultBed OnSqlite() => new(null);

    public HeadwayProcess Start(params string[] arguments) => StartAs(["env", "HEADWAY_TRIALS=1"], arguments);

    /// <summary>Starts it by way of another program, which is to set <c>HEADWAY_TRIALS=1</c> too where trials are to run.</summary>
    public HeadwayProcess StartAs(string[] way, params string[] arguments)
    {
        var process = HeadwayProcess.Start(Folder, way, Store is null ? arguments : [.. arguments, "--store", Store]);
        _processes.Add(process);
        return process;
    }

    public Task<(HeadwayProcess Process, ApiClient Client, HttpClient Http)> ServeAsync(params string[] arguments) =>
        ServeAsAsync(["env", "HEADWAY_TRIALS=1"], arguments);

    /// <summary>A server, started by way of another program.</summary>
    public async Task<(HeadwayProcess Process, ApiClient Client, HttpClient Http)> ServeAsAsync(string[] way, params string[] arguments)
    {
        var server = StartAs(way, ["serve", "--port", "0", .. arguments]);
        return (server, await server.ClientAsync(), await server.HttpAsync());
    }

    public static async Task<JobView> SubmitAsync(ApiClient client, int items, object trial, DateTimeOffset? due = null)
    {
        var request = new JobRequest
        {
            Type = "trials.items",
            Config = JsonSerializer.SerializeToElement(trial),
            Items = [.. Enumerable.Range(1, items).Select(_ => new ItemRequest())],
            DueAt = due,
        };
        using var content = JsonContent.Create(request, WireJson.Default.JobRequest);
        return await client.SubmitAsync(content, Ct);
    }

    /// <summary>Waits until a job is so; what cannot be asked just now is asked again.</summary>
    public static async Task<JobView> UntilAsync(ApiClient client, string id, Func<JobView, bool> so)
    {
        JobView? job = null;
        await FaultTime.UntilAsync(async () =>
        {
            try
            {
                return so(job = await client.GetAsync(id, Ct));
            }
            catch (StopException e) when (e.ExitCode is ExitCode.StoreAway)
            {
                return false; // the fault lasts
            }
        });
        return job!;
    }

    public static Task<JobView> FinalAsync(ApiClient client, string id) => UntilAsync(client, id, JobDisplay.IsFinal);

    /// <summary>Asks until an answer has a status.</summary>
    public static Task UntilStatusAsync(HttpClient http, string path, int status) => FaultTime.UntilAsync(async () =>
    {
        using var response = await http.GetAsync(path, Ct);
        return (int)response.StatusCode == status;
    });

    /// <summary>Every item has ended well exactly once; rows written twice, or deadlocks, are none.</summary>
    public async Task CheckAsync(JobView job, int items)
    {
        Assert.Equal((items, 0, items), (job.Counts.Completed, job.Counts.Failed, job.Counts.Total));
        Assert.Equal(0L, await Postgres.AskAsync(
            "SELECT count(*) FROM (SELECT job_id, lo, gen FROM attempt WHERE outcome = 'ended' GROUP BY 1, 2, 3 HAVING count(*) > 1) x"));
        Assert.Equal(0L, await Postgres.AskAsync("SELECT count(*) FROM claim"));
        Assert.Equal(0L, await Postgres.AskAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
    }

    /// <summary>The most lines that one cause has in one second of a process's log.</summary>
    public static int MostLinesOfOneCause(HeadwayProcess process) => process.Errors.Split('\n')
        .Select(line => LogLine().Match(line)).Where(line => line.Success)
        .GroupBy(line => $"{line.Groups[1].Value} {line.Groups[2].Value}").Select(second => second.Count()).DefaultIfEmpty(0).Max();

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    public async Task StopAllAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        _processes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        Postgres?.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d) (?:warn|fail): .*(The (?:database|server|disk) .*?\.)")]
    private static partial Regex LogLine();
}
