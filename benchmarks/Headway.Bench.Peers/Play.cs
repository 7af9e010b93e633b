using Headway.Bench.Runs;

namespace Headway.Bench.Peers;

/// <summary>The workloads, for any peer.</summary>
internal static class Play
{
    private const int Producers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<Reading> RunAsync(IPeer peer, RunArgs run)
    {
        switch (run.Workload)
        {
            case "drain":
                await FillAsync(peer, run.Count);
                var start = Stopwatches.Now;
                await peer.StartAsync();
                await EndAsync(run.Count);
                await Stopwatches.UntilAsync(async () => await peer.DoneAsync() >= run.Count, Patience, "the store has all as done");
                return new Reading(run.Count, Stopwatches.SecondsSince(start));
            case "enqueue":
                return await Producing.RunAsync(run, peer.EnqueueAsync);
            case "wait":
                await peer.StartAsync();
                await Producing.PacedAsync(run.Count, peer.EnqueueAsync);
                await EndAsync(run.Count);
                return new Reading(run.Count, 0, Work.Waits);
            case "consume":
                await peer.StartAsync();
                Console.WriteLine("ready");
                await EndAsync(run.Count);
                return new Reading(run.Count, 0, Work.Waits);
            case "produce":
                await Producing.PacedAsync(run.Count, peer.EnqueueAsync);
                return new Reading(run.Count, 0);
            default:
                throw new ArgumentException($"peers have no run '{run.Workload}'");
        }
    }

    private static Task FillAsync(IPeer peer, int count) => Task.WhenAll(Enumerable.Range(0, Producers).Select(n => Task.Run(async () =>
    {
        for (var i = n; i < count; i += Producers)
            await peer.EnqueueAsync();
    })));

    private static Task EndAsync(int count) => Stopwatches.UntilAsync(() => new(Work.Count >= count), Patience, "all jobs ran");
}
