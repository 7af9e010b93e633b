namespace Headway.Bench;

/// <summary>How much a rival does in a second.</summary>
internal static class Measure
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>Enqueues by several producers at once.</summary>
    /// <returns>Per second.</returns>
    public static async Task<double> EnqueueAsync(IRival rival, int producers, int batch, CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(
            async () =>
            {
                var count = 0;
                while (TimeProvider.System.GetElapsedTime(start) < Window)
                {
                    await rival.EnqueueAsync(batch, ct);
                    count += batch;
                }

                return count;
            },
            ct)));
        return counts.Sum() / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Claims and finishes by several workers at once, until a second has passed or nothing is left.</summary>
    /// <returns>Items through both halves per second, and what each half alone would reach.</returns>
    public static async Task<(double Both, double Claims, double Finishes)> DrainAsync(IRival rival, int workers, int batch,
        CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
            async () =>
            {
                var (count, claiming, finishing) = (0, TimeSpan.Zero, TimeSpan.Zero);
                while (TimeProvider.System.GetElapsedTime(start) < Window && await rival.DrainAsync(batch, ct) is { Count: > 0 } drained)
                    (count, claiming, finishing) = (count + drained.Count, claiming + drained.Claiming, finishing + drained.Finishing);
                return (count, claiming, finishing);
            },
            ct)));
        var total = all.Sum(one => one.count);
        return (
            total / TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            workers * total / Math.Max(1e-9, all.Sum(one => one.claiming.TotalSeconds)),
            workers * total / Math.Max(1e-9, all.Sum(one => one.finishing.TotalSeconds)));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
