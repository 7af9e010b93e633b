using System.Diagnostics;
using Npgsql;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>PostgreSQL crashes, refuses, or cuts its connections while items run.</summary>
public sealed class DatabaseFaults
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f10_crash_of_the_database_under_load() => FaultReport.RunAsync("F10", async () =>
    {
        var cycles = FaultReport.Times(1, 20);
        var items = FaultReport.Times(500, 8000);
        await using var bed = await FaultBed.StartAsync();
        var (server, client, http) = await bed.ServeAsync("--slots", "4");
        var job = await FaultBed.SubmitAsync(client, items, new { millis = 10 });
        var slowest = TimeSpan.Zero;
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var goal = items * cycle / (cycles + 2);
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= goal);
            await bed.Postgres.CrashAsync();
            await FaultBed.UntilStatusAsync(http, "/health/ready", 503);
            await FaultBed.UntilStatusAsync(http, "/health/live", 200);
            await FaultBed.UntilStatusAsync(http, "/api/v1/jobs", 503);
            await bed.Postgres.StartAgainAsync();
            slowest = Max(slowest, await ResumedAsync(client, job.Id));
        }

        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), items);
        var lines = FaultBed.MostLinesOfOneCause(server);
        Assert.True(lines <= 2, $"one cause was logged {lines} times in a second:\n{server.Errors}");
        Assert.True(slowest <= Soon, $"work went on after {slowest.TotalSeconds:0.0} s only");
        return $"{cycles} crashes, {items} items, none lost or doubled; work went on within {FaultBed.Seconds(slowest)}";
    });

    [Fact]
    public Task f11_backends_are_killed_at_random() => FaultReport.RunAsync("F11", async () =>
    {
        var kills = FaultReport.Times(12, 300);
        var items = FaultReport.Times(400, 8000);
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--slots", "4");
        var job = await FaultBed.SubmitAsync(client, items, new { millis = 15 });
        for (var kill = 0; kill < kills; kill++)
        {
            await bed.Postgres.AskAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
                + "ORDER BY random() LIMIT 1");
            await FaultTime.LastAsync(200);
        }

        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), items);
        return $"{kills} backends killed, {items} items, none lost or doubled";
    });

    [Fact]
    public Task f18_database_is_read_only_for_a_while() => FaultReport.RunAsync("F18", async () =>
    {
        var time = TimeSpan.FromSeconds(FaultReport.Times(3, 20));
        var items = 400;
        await using var bed = await FaultBed.StartAsync();
        var (server, client, http) = await bed.ServeAsync("--slots", "4");
        var job = await FaultBed.SubmitAsync(client, items, new { millis = 20 });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= 50);
        await ReadOnlyAsync(bed, on: true);
        await FaultBed.UntilStatusAsync(http, "/health/ready", 503);
        await FaultTime.LastAsync(time);
        await ReadOnlyAsync(bed, on: false);
        var resumed = await ResumedAsync(client, job.Id);
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), items);
        var lines = FaultBed.MostLinesOfOneCause(server);
        Assert.True(lines <= 2, $"one cause was logged {lines} times in a second:\n{server.Errors}");
        Assert.True(resumed <= Soon, $"work went on after {resumed.TotalSeconds:0.0} s only");
        return $"read-only for {time.TotalSeconds} s; at most {lines} lines a second for one cause; work went on within "
            + FaultBed.Seconds(resumed);
    });

    [Fact]
    public Task f19_server_has_no_connection_left() => FaultReport.RunAsync("F19", async () =>
    {
        var time = TimeSpan.FromSeconds(FaultReport.Times(2, 20));
        var items = 300;
        await using var bed = await FaultBed.StartAsync("max_connections=20");
        var (server, client, http) = await bed.ServeAsync("--slots", "4");
        var job = await FaultBed.SubmitAsync(client, items, new { millis = 20 });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= 20);
        var hogs = new List<NpgsqlConnection>();
        for (var hog = 0; hog < 40 && await TakeAsync(bed, hogs); hog++)
        {
            // takes what there is; the server's own connections stay with it
        }

        await FaultTime.LastAsync(time);
        await FaultBed.UntilStatusAsync(http, "/health/live", 200);
        foreach (var hog in hogs)
            await hog.DisposeAsync();
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), items);
        var lines = FaultBed.MostLinesOfOneCause(server);
        Assert.True(lines <= 2, $"one cause was logged {lines} times in a second:\n{server.Errors}");
        return $"{hogs.Count} of 20 connections held for {time.TotalSeconds} s; the host stayed up, {items} items, none lost or doubled";
    });

    private static async Task<bool> TakeAsync(FaultBed bed, List<NpgsqlConnection> hogs)
    {
        var connection = new NpgsqlConnection(bed.Postgres.ConnectTo("postgres") + ";Pooling=false");
        try
        {
            await connection.OpenAsync(Ct);
            hogs.Add(connection);
            return true;
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            return false;
        }
    }

    private static async Task ReadOnlyAsync(FaultBed bed, bool on)
    {
        await bed.Postgres.AskAsync($"ALTER SYSTEM SET default_transaction_read_only = {(on ? "on" : "off")}");
        await bed.Postgres.AskAsync("SELECT pg_reload_conf()");
    }

    /// <summary>How long it takes from now until another item is recorded.</summary>
    private static async Task<TimeSpan> ResumedAsync(ApiClient client, string id)
    {
        var watch = Stopwatch.StartNew();
        var before = -1;
        await FaultBed.UntilAsync(client, id, now =>
        {
            if (before < 0)
                before = now.Counts.Completed;
            return now.Counts.Completed > before || JobDisplay.IsFinal(now);
        });
        return watch.Elapsed;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
