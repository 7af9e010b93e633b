namespace Headway.Bench.Runs;

/// <summary>How producers behave, the same for every contestant.</summary>
internal static class Producing
{
    private const double Seconds = 2;
    private const int ShortestPause = 8;
    private const int LongestPause = 20;

    /// <summary>So many producers, each waiting for its answer before it asks again, for two seconds.</summary>
    public static async Task<Reading> RunAsync(RunArgs run, Func<Task> enqueue)
    {
        await Task.WhenAll(Enumerable.Range(0, run.Producers).Select(_ => Task.Run(enqueue))); // connections are open
        var start = Stopwatches.Now;
        var counts = await Task.WhenAll(Enumerable.Range(0, run.Producers).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatches.SecondsSince(start) < Seconds; count++)
                await enqueue();
            return count;
        })));
        return new Reading(counts.Sum(), Stopwatches.SecondsSince(start));
    }

    /// <summary>One after the other with pauses of 8 to 20 ms, so that each meets an idle system.</summary>
    /// <param name="count">How many.</param>
    /// <param name="enqueue">Gets the time stamp to send along, taken just before.</param>
    public static async Task PacedAsync(int count, Func<long, Task> enqueue)
    {
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(random.Next(ShortestPause, LongestPause + 1));
            await enqueue(Stopwatches.Now);
        }
    }
}
