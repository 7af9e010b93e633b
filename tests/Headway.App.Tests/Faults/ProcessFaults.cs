using System.Diagnostics;
using Headway.Model;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.App.Tests.Faults;

/// <summary>Processes are ended, kindly and unkindly, while items run.</summary>
public sealed class ProcessFaults
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task f01_worker_killed_in_the_middle_of_its_items() => FaultReport.RunAsync("F01", async () =>
    {
        FaultReport.OnlyAtLength();
        const int Kills = 5;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var slowest = TimeSpan.Zero;
        for (var kill = 0; kill < Kills; kill++)
        {
            var first = bed.Start("work", "--slots", "4");
            var job = await FaultBed.SubmitAsync(client, 4, new { millis = 3000 });
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running == 4);
            await first.KillAsync();
            var watch = Stopwatch.StartNew();
            var second = bed.Start("work", "--slots", "4");
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running == 0 || now.Counts.Due > 0);
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running > 0);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), 4);
            second.Signal("TERM");
            await second.ExitAsync();
        }

        Assert.True(slowest <= TimeSpan.FromSeconds(25), $"taken over after {slowest.TotalSeconds:0.0} s only");
        return $"{Kills} kills; a peer ran the items again within {FaultBed.Seconds(slowest)}";
    });

    [Fact]
    public Task f02_killed_between_effect_and_commit() => FaultReport.RunAsync("F02", async () =>
    {
        const int Items = 3;
        await using var bed = FaultBed.OnSqlite();
        var (server, client, _) = await bed.ServeAsync("--no-worker");
        var job = await FaultBed.SubmitAsync(client, Items, new { millis = 20, die_in_effect = true });
        server.Signal("TERM");
        var deaths = -1;
        for (JobView? last = null; last is null; deaths++)
        {
            await server.ExitAsync();
            server = bed.Start("serve", "--port", "0", "--slots", "1");
            if (await server.TryAddressAsync() is { } address) // it may die before it has said where it is
                last = await EndedOrDeadAsync(server, client = server.Client(address), job.Id);
        }

        var attempts = 0;
        for (var no = 1; no <= Items; no++)
        {
            var all = (await client.ItemAsync(job.Id, no, Ct)).Attempts!;
            Assert.Single(all, attempt => attempt.Outcome == AttemptOutcome.Completed);
            Assert.Single(all, attempt => attempt.Outcome == AttemptOutcome.Lost);
            attempts += all.Count;
        }

        return $"{deaths} deaths inside the recording transaction, {Items} items, {attempts} attempts, no outcome doubled";
    });

    [Fact]
    public Task f05_sigterm_drains() => FaultReport.RunAsync("F05", async () =>
    {
        var loops = FaultReport.Times(1, 20);
        var slowest = TimeSpan.Zero;
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var charged = 0;
        for (var loop = 0; loop < loops; loop++)
        {
            var first = bed.Start("work", "--slots", "4", "--drain-seconds", "1");
            var job = await FaultBed.SubmitAsync(client, 8, new { millis = loop % 2 == 0 ? 2500 : 300 });
            await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running == 4);
            var watch = Stopwatch.StartNew();
            first.Signal("TERM");
            Assert.Equal(ExitCode.Done, await first.ExitAsync());
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            var second = bed.Start("work", "--slots", "8");
            await bed.CheckAsync(await FaultBed.FinalAsync(client, job.Id), 8);
            for (var no = 1; no <= 8; no++)
                charged += (await client.ItemAsync(job.Id, no, Ct)).AttemptCount - 1;
            second.Signal("TERM");
            Assert.Equal(ExitCode.Done, await second.ExitAsync());
        }

        Assert.Equal(0, charged);
        Assert.True(slowest <= TimeSpan.FromSeconds(30), $"it took {slowest.TotalSeconds:0.0} s to end");
        return $"{loops} drains, no attempt charged, ended within {FaultBed.Seconds(slowest)}";
    });

    [Fact]
    public Task f06_sigterm_with_a_handler_that_does_not_listen() => FaultReport.RunAsync("F06", async () =>
    {
        await using var bed = await FaultBed.StartAsync();
        var (_, client, _) = await bed.ServeAsync("--no-worker");
        var deaf = bed.Start("work", "--slots", "2", "--drain-seconds", "1");
        var job = await FaultBed.SubmitAsync(client, 2, new { millis = 60_000, deaf = true });
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running == 2);
        var watch = Stopwatch.StartNew();
        deaf.Signal("TERM");
        await FaultBed.UntilAsync(client, job.Id, now => now.Counts.Running == 0);
        var released = watch.Elapsed;
        await deaf.ExitAsync();
        var ended = watch.Elapsed;
        Assert.Equal(0, (await client.ItemAsync(job.Id, 1, Ct)).AttemptCount);
        Assert.True(ended <= TimeSpan.FromSeconds(35), $"it took {ended.TotalSeconds:0.0} s to end");
        await client.ControlAsync(job.Id, "cancel", Ct);
        return $"items released after {FaultBed.Seconds(released)}, process gone after {FaultBed.Seconds(ended)}";
    });

    /// <returns>The job at its end; null where the process died once more.</returns>
    private static async Task<JobView?> EndedOrDeadAsync(HeadwayProcess server, ApiClient client, string id)
    {
        while (true)
        {
            try
            {
                if (await client.GetAsync(id, Ct) is var job && JobDisplay.IsFinal(job))
                    return job;
            }
            catch (StopException e) when (e.ExitCode is ExitCode.NoServer && server.Output.Length > 0)
            {
                return null;
            }

            await FaultTime.LastAsync(20);
        }
    }
}
