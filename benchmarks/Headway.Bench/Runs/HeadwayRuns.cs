using Headway.Model;

namespace Headway.Bench.Runs;

/// <summary>Headway in each workload: through its public face, with a worker, full history and statistics.</summary>
internal static class HeadwayRuns
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Task<Reading> RunAsync(RunArgs run) => run.Workload switch
    {
        "drain" => DrainAsync(run),
        "enqueue" => EnqueueAsync(run),
        "bulk" => BulkAsync(run),
        "wait" => WaitAsync(run),
        "consume" => ConsumeAsync(run),
        "produce" => ProduceAsync(run),
        "items" => ItemsAsync(run),
        "help" => HelpAsync(run),
        _ => throw new ArgumentException($"Headway has no run '{run.Workload}'"),
    };

    /// <summary>Queued jobs that do nothing, from the start of the worker until the store has the last outcome.</summary>
    private static async Task<Reading> DrainAsync(RunArgs run)
    {
        await using (var producer = HeadwayHost.Open(run.Connection, slots: 0))
            await producer.EnqueueAsync(run.Count);
        await using var host = HeadwayHost.Open(run.Connection, run.Slots);
        var start = Stopwatches.Now;
        await host.StartAsync();
        await Stopwatches.UntilAsync(() => new(host.Seen.Count >= run.Count), Patience, "all handlers ran");
        await host.CompletedAsync(run.Count, Patience);
        return new Reading(run.Count, Stopwatches.SecondsSince(start));
    }

    private static async Task<Reading> EnqueueAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, slots: 0);
        await host.EnqueueAsync(1); // the schema is there, the statements are prepared
        return await Producing.RunAsync(run, async () => await host.Client.EnqueueAsync(new NewJob { Type = "bench.nothing" }));
    }

    private static async Task<Reading> BulkAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, slots: 0);
        await host.EnqueueAsync(1);
        var start = Stopwatches.Now;
        await host.EnqueueAsync(run.Count);
        return new Reading(run.Count, Stopwatches.SecondsSince(start));
    }

    /// <summary>Producer and worker in one process.</summary>
    private static async Task<Reading> WaitAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, run.Slots);
        await host.StartAsync();
        await Producing.PacedAsync(run.Count, stamp => host.Client.EnqueueAsync("bench.stamped", new Stamp(stamp)).AsTask());
        await Stopwatches.UntilAsync(() => new(host.Seen.Count >= run.Count), Patience, "all handlers ran");
        return new Reading(run.Count, 0, host.Seen.Waits);
    }

    private static async Task<Reading> ConsumeAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, run.Slots);
        await host.StartAsync();
        await Stopwatches.UntilAsync(async () => (await host.Queries.ListSessionsAsync(default)).Count > 0, Patience, "a session is open");
        Console.WriteLine("ready");
        await Stopwatches.UntilAsync(() => new(host.Seen.Count >= run.Count), Patience, "all handlers ran");
        return new Reading(run.Count, 0, host.Seen.Waits);
    }

    private static async Task<Reading> ProduceAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, slots: 0);
        await Producing.PacedAsync(run.Count, stamp => host.Client.EnqueueAsync("bench.stamped", new Stamp(stamp)).AsTask());
        return new Reading(run.Count, 0);
    }

    /// <summary>One job with so many items, from its submission to its end; progress is exact at every commit.</summary>
    private static async Task<Reading> ItemsAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, run.Slots);
        await host.StartAsync();
        Console.WriteLine("ready"); // others may join now
        var before = Environment.WorkingSet;
        var start = Stopwatches.Now;
        var id = await host.Client.EnqueueAsync("bench.many", new Amount(run.Count));
        var highest = before;
        await Stopwatches.UntilAsync(
            async () =>
            {
                highest = Math.Max(highest, Environment.WorkingSet);
                await Task.Delay(5);
                return (await host.Queries.GetJobAsync(id, default))?.Status is JobStatus.Completed;
            },
            Patience, "the job completed");
        var seconds = Stopwatches.SecondsSince(start);
        return new Reading(run.Count, seconds, Facts: new Dictionary<string, double>
        {
            ["first item after, ms"] = host.Seen.First == 0 ? double.NaN
                : Stopwatches.SecondsSince(start) * 1000 - Stopwatches.MillisecondsSince(host.Seen.First),
            ["memory grew, MB"] = (highest - before) / 1048576.0,
            ["items done here"] = host.Seen.Count,
        });
    }

    /// <summary>A second process with slots, until it is told to stop.</summary>
    private static async Task<Reading> HelpAsync(RunArgs run)
    {
        await using var host = HeadwayHost.Open(run.Connection, run.Slots);
        await host.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return new Reading(host.Seen.Count, 0);
    }
}
