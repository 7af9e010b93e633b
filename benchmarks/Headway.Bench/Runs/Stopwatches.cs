using System.Diagnostics;

namespace Headway.Bench.Runs;

/// <summary>Time as every process of this machine counts it: monotonic, so a producer's stamp can be read by a consumer.</summary>
internal static class Stopwatches
{
    public static long Now => Stopwatch.GetTimestamp();

    public static double SecondsSince(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    public static double MillisecondsSince(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Asks again every millisecond until it is so.</summary>
    /// <exception cref="TimeoutException">It is not after so long.</exception>
    public static async Task UntilAsync(Func<ValueTask<bool>> isSo, TimeSpan atMost, string what)
    {
        var start = Now;
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > atMost)
                throw new TimeoutException($"after {atMost.TotalSeconds:0} s still not: {what}");
            await Task.Delay(1);
        }
    }
}
