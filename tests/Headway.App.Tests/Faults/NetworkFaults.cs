using System.Diagnostics;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>The wire between a worker and PostgreSQL is cut, or something stands in it.</summary>
public sealed class NetworkFaults
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f12_worker_is_cut_off_from_the_database() => FaultReport.RunAsync("F12", () => CutAsync(oneWay: false));

    [Fact]
    public Task f13_answers_to_a_worker_are_lost() => FaultReport.RunAsync("F13", () => CutAsync(oneWay: true));

    [Fact]
    public Task f15_pgbouncer_stands_between() => FaultReport.RunAsync("F15", async () =>
    {
        FaultReport.OnlyAtLength();
        await using var bed = await FaultBed.StartAsync();
        await using var bouncer = await PgBouncer.StartAsync(bed.Folder, bed.Postgres.Port);
        bed.Way = $"Host=127.0.0.1;Port={bouncer.Port};Username=postgres;Database=postgres;Max Auto Prepare=0;No Reset On Close=true";
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        bed.Start("work", "--slots", "4");
        bed.Start("work", "--slots", "4");
        const int Items = 2000;
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 5 });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= Items / 4);
        bouncer.Signal("HUP");
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= Items / 2);
        await bouncer.StartAgainAsync();
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), Items);
        var waits = new List<TimeSpan>();
        for (var no = 0; no < 20; no++)
        {
            var watch = Stopwatch.StartNew();
            var one = await FaultBed.SubmitAsync(client, 1, new { millis = 0 });
            await FaultBed.FinalAsync(client, one.Id);
            waits.Add(watch.Elapsed);
        }

        return $"pool of 4 in transaction mode, a reload and a restart: {Items} items, none lost or doubled; submit to end at most "
            + $"{FaultBed.Seconds(waits.Max())} of {waits.Count}";
    });

    [Fact]
    public Task f21_connection_that_listens_is_killed() => FaultReport.RunAsync("F21", async () =>
    {
        var rounds = FaultReport.Times(1, 20);
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        bed.Start("work", "--slots", "2");
        await FaultBed.FinalAsync(client, (await FaultBed.SubmitAsync(client, 1, new { millis = 0 })).Id);
        var (slowest, back) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            await FaultTime.UntilAsync(async () => await ListenersAsync(bed) >= 1);
            await bed.Postgres.AskAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query ILIKE 'LISTEN %'");
            var watch = Stopwatch.StartNew();
            await FaultBed.FinalAsync(client, (await FaultBed.SubmitAsync(client, 1, new { millis = 0 })).Id);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            await FaultTime.UntilAsync(async () => await ListenersAsync(bed) >= 1);
            back = watch.Elapsed > back ? watch.Elapsed : back;
        }

        Assert.True(back <= TimeSpan.FromSeconds(20), $"it listened again after {back.TotalSeconds:0.0} s only");
        return $"{rounds} kills; submit to end at most {FaultBed.Seconds(slowest)}, listening again within {FaultBed.Seconds(back)}";
    });

    private static async Task<long> ListenersAsync(FaultBed bed) =>
        (long)(await bed.Postgres.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'LISTEN %'"))!;

    private static async Task<string> CutAsync(bool oneWay)
    {
        FaultReport.OnlyAtLength();
        const int Items = 200;
        await using var bed = await FaultBed.StartAsync();
        await using var wire = new FaultProxy(bed.Postgres.Port);
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var straight = bed.Way;
        bed.Way = $"postgres://postgres@127.0.0.1:{wire.Port}/postgres";
        var far = bed.Start("work", "--slots", "4");
        bed.Way = straight;
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 500 });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= 8);
        wire.CutBack = true;
        wire.CutThere = !oneWay;
        var watch = Stopwatch.StartNew();
        bed.Start("work", "--slots", "8");
        await FaultTime.UntilAsync(async () => (long)(await bed.Postgres.AskAsync(
            "SELECT count(*) FROM attempt WHERE outcome = 'lost'"))! > 0);
        var slowest = watch.Elapsed;
        wire.CutBack = wire.CutThere = false;
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), Items);
        Assert.True(slowest <= TimeSpan.FromSeconds(30), $"taken over after {slowest.TotalSeconds:0.0} s only");
        far.Signal("TERM");
        await far.ExitAsync();
        return $"cut {(oneWay ? "one way" : "both ways")}; its items were free again within {FaultBed.Seconds(slowest)}; {Items} items, "
            + "none lost or doubled";
    }
}
