using Headway.Bench.Runs;

namespace Headway.Bench.Peers;

/// <summary>What the jobs do, and what was seen of them.</summary>
public static class Work
{
    private static readonly List<double> Found = [];
    private static long _count;

    /// <summary>Jobs that ran.</summary>
    public static long Count => Interlocked.Read(ref _count);

    /// <summary>Waits of the stamped ones, in milliseconds.</summary>
    public static IReadOnlyList<double> Waits
    {
        get
        {
            lock (Found)
                return [.. Found];
        }
    }

    public static void Nothing() => Interlocked.Increment(ref _count);

    public static void Stamped(long stamp)
    {
        var wait = Stopwatches.MillisecondsSince(stamp);
        lock (Found)
            Found.Add(wait);
        Nothing();
    }
}
