using System.Net.Http.Json;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>Clocks are wrong, and many things are due at one instant.</summary>
public sealed class ClockFaults
{
    private static readonly string[] Wrong = ["+1h", "-2d", "+2d x3"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f23_clocks_of_nodes_are_wrong() => FaultReport.RunAsync("F23", async () =>
    {
        FaultReport.OnlyAtLength();
        Assert.SkipUnless(File.Exists("/usr/bin/faketime"), "faketime is not installed and could not be.");
        const int Items = 600;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        foreach (var wrong in Wrong)
            bed.StartAs(["env", "HEADWAY_TRIALS=1", "DONT_FAKE_MONOTONIC=1", "faketime", "-f", wrong], "work", "--slots", "4");
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 200 });
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), Items);
        var workers = await bed.Postgres.AskAsync("SELECT count(DISTINCT worker) FROM attempt");
        var late = await bed.Postgres.AskAsync("SELECT count(*) FROM attempt WHERE outcome <> 'ended'");
        var off = await bed.Postgres.AskAsync(
            "SELECT count(*) FROM attempt WHERE ended_at > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 1000000");
        Assert.Equal((3L, 0L, 0L), ((long)workers!, (long)late!, (long)off!));
        return $"three workers at {string.Join(", ", Wrong)}: {Items} items, each once, no lease lost, no time of theirs on record";
    });

    [Fact]
    public Task f25_three_nodes_fire_one_schedule() => FaultReport.RunAsync("F25", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Fires = 20;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, http) = await bed.ServeAsync("--no-worker");
        var nodes = Enumerable.Range(0, 3).Select(_ => bed.Start("work", "--slots", "2")).ToList();
        var schedule = new
        {
            name = "each-second",
            timing = new { cron = "* * * * * *" },
            job = new { type = "trials.items", config = new { millis = 1 } },
            overlap = "allow",
        };
        using var made = await http.PostAsJsonAsync("/api/v1/schedules", schedule, Ct);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Ct));
        await FaultTime.UntilAsync(async () => await FiresAsync(bed) >= Fires / 2);
        await nodes[0].KillAsync();
        await FaultTime.UntilAsync(async () => await FiresAsync(bed) >= Fires);
        Assert.Equal(0L, await bed.Postgres.AskAsync(
            "SELECT abs((SELECT count(*) FROM job) - count(*)) + count(*) - count(DISTINCT fire_at) FROM fire"
            + " WHERE outcome = 'submitted'"));
        Assert.Equal(0L, await bed.Postgres.AskAsync(
            "SELECT count(*) FROM (SELECT fire_at - lag(fire_at) OVER (ORDER BY fire_at) AS gap FROM fire) x WHERE gap <> 1000000"));
        return $"{Fires} fires by three nodes, one killed half way: each once, none left out";
    });

    [Fact]
    public Task f38_everything_is_due_at_one_instant() => FaultReport.RunAsync("F38", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Jobs = 2000;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var due = DateTimeOffset.UtcNow.AddSeconds(20);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var no = 0; no < Jobs / 8; no++)
                await FaultBed.SubmitAsync(client, 1, new { millis = 0 }, due);
            return 0;
        }));
        Assert.True(DateTimeOffset.UtcNow < due, "this machine is too slow to submit them in time");
        for (var node = 0; node < 3; node++)
            bed.Start("work", "--slots", "10");
        await FaultTime.UntilAsync(async () => (long)(await bed.Postgres.AskAsync(
            "SELECT count(*) FROM job WHERE phase = 'final'"))! == Jobs);
        var p99 = await bed.Postgres.AskAsync(
            "SELECT (percentile_cont(0.99) WITHIN GROUP (ORDER BY a.started_at - j.due_at) / 1000000)::float8"
            + " FROM job j JOIN attempt a ON a.job_id = j.id");
        return FormattableString.Invariant($"{Jobs} jobs due at one instant, three nodes: started within {(double)p99!:0.0} s (p99)");
    });

    private static async Task<long> FiresAsync(FaultBed bed) => (long)(await bed.Postgres.AskAsync("SELECT count(*) FROM fire"))!;
}
