using System.Diagnostics;
using Headway.Model;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>Workers are stopped, starved, poisoned, or of another version.</summary>
public sealed class WorkerFaults
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f07_worker_is_frozen_beyond_its_lease() => FaultReport.RunAsync("F07", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Items = 300;
        const int Freezes = 2;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var workers = Enumerable.Range(0, 2).Select(_ => bed.Start("work", "--slots", "2")).ToList();
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 700 });
        for (var freeze = 1; freeze <= Freezes; freeze++)
        {
            var goal = Items * freeze / (Freezes + 4);
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= goal);
            var frozen = workers[freeze % 2];
            var lost = await LostAsync(bed);
            frozen.Signal("STOP");
            await FaultTime.UntilAsync(async () => await LostAsync(bed) > lost);
            frozen.Signal("CONT");
        }

        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), Items);
        return $"{Freezes} freezes beyond the lease: {await LostAsync(bed)} attempts taken over, late results refused, {Items} items, "
            + "each once";
    });

    [Fact]
    public Task f08_worker_gets_a_twentieth_of_a_processor() => FaultReport.RunAsync("F08", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Items = 400;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var starved = bed.Start("work", "--slots", "2");
        bed.Start("work", "--slots", "2");
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 100 });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Completed >= 10);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            starved.Signal("STOP");
            await FaultTime.LastAsync(95);
            starved.Signal("CONT");
            await FaultTime.LastAsync(5);
        }

        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), Items);
        var lost = await LostAsync(bed);
        Assert.True(lost <= 2, $"{lost} attempts were taken over from a worker that was only slow");
        return $"30 s at 5 of every 100 ms: {lost} attempts taken over, {Items} items, each once";
    });

    [Fact]
    public Task f20_submissions_cancels_and_deletions_at_once() => FaultReport.RunAsync("F20", async () =>
    {
        FaultReport.OnlyAtLength();
        var time = TimeSpan.FromSeconds(20);
        await using var bed = await FaultBed.StartAsync();
        var (_, client, http) = await bed.ServeAsync("--no-worker");
        bed.Start("work", "--slots", "8");
        bed.Start("work", "--slots", "8");
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async producer =>
        {
            var count = 0;
            for (; watch.Elapsed < time; count++)
            {
                var job = await FaultBed.SubmitAsync(client, producer % 2 == 0 ? 20 : 1, new { millis = 1 });
                if (producer < 3)
                    await client.ControlAsync(job.Id, "cancel", Ct);
                if (producer is 3)
                {
                    await FaultBed.FinalAsync(client, job.Id);
                    using var gone = await http.DeleteAsync($"/api/v1/jobs/{job.Id}", Ct);
                }
            }

            return count;
        }));
        await FaultTime.UntilAsync(async () =>
            (long)(await bed.Postgres.AskAsync("SELECT count(*) FROM job WHERE phase <> 'final'"))! == 0);
        Assert.Equal(0L, await bed.Postgres.AskAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
        return $"8 producers for {time.TotalSeconds} s, {counts.Sum()} jobs, three cancelling and one deleting, two workers: no deadlock";
    });

    [Fact]
    public Task f35_item_that_kills_its_process() => FaultReport.RunAsync("F35", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Items = 6;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 50, deadly = 3 });
        var deaths = 0;
        var worker = bed.Start("work", "--slots", "4");
        await FaultTime.UntilAsync(
            async () =>
            {
                if (worker.HasExited)
                    (worker, deaths) = (bed.Start("work", "--slots", "4"), deaths + 1);
                return JobDisplay.IsFinal(await client.GetAsync(job.Id, Ct));
            },
            TimeSpan.FromMinutes(6));
        var items = (await client.ItemsAsync(job.Id, "", Ct)).Items;
        Assert.Equal(ItemState.Quarantined, items.Single(item => item.No == 3).State);
        Assert.All(items.Where(item => item.No != 3), item => Assert.Equal(ItemState.Completed, item.State));
        return $"quarantined after {deaths} deaths; its {Items - 1} neighbours completed";
    });

    [Fact]
    public Task f41_worker_of_an_older_version() => FaultReport.RunAsync("F41", async () =>
    {
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var old = bed.StartAs(["env", "-u", "HEADWAY_TRIALS"], "work", "--slots", "2");
        await FaultTime.UntilAsync(async () => (await client.WorkersAsync(Ct)).Workers.Count > 0);
        var job = await FaultBed.SubmitAsync(client, 3, new { millis = 1 });
        await FaultBed.UntilAsync(client, job.Id, now => now.StatusNote is not null);
        var note = (await client.GetAsync(job.Id, Ct)).StatusNote;
        Assert.Equal("no worker knows this type", note);
        bed.Start("work", "--slots", "2");
        await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), 3);
        Assert.False(old.HasExited, "the older worker ended");
        return $"its job stayed ready (\"{note}\") and ran once a worker that knows it came";
    });

    private static async Task<long> LostAsync(FaultBed bed) =>
        (long)(await bed.Postgres.AskAsync("SELECT count(*) FROM attempt WHERE outcome = 'lost'"))!;
}
