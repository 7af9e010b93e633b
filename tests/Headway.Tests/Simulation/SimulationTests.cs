using System.Globalization;
using Headway.Sim.Engine;

namespace Headway.Tests.Simulation;

/// <summary>
/// The engine on virtual time, under a nemesis, with its history checked. Replay one seed with HEADWAY_SEED.
/// For a campaign HEADWAY_SEEDS says how many, and HEADWAY_FIRST from which on.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 5000;

    [Fact]
    public void accepted_work_ends_once_whatever_happens_to_nodes_and_answers()
    {
        var only = Environment.GetEnvironmentVariable("HEADWAY_SEED") is { Length: > 0 } seedGiven ? seedGiven : null;
        var start = only ?? Environment.GetEnvironmentVariable("HEADWAY_FIRST");
        var first = start is null ? 1 : int.Parse(start, CultureInfo.InvariantCulture);
        var given = Environment.GetEnvironmentVariable("HEADWAY_SEEDS");
        var seeds = only is not null ? 1 : given is null ? Seeds : int.Parse(given, CultureInfo.InvariantCulture);
        var happened = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }; // workers let the pool grow far beyond
        Parallel.For(first, first + seeds, cores, seed =>
        {
            var history = new SimWorld(seed).Run();
            Assert.True(
                history.Wrongs.Count == 0,
                $"HEADWAY_SEED={seed}\n{string.Join("\n", history.Wrongs)}\n{string.Join("\n", history.Tail.TakeLast(60))}");
            lock (happened)
            {
                foreach (var (what, count) in history.Counts)
                    happened[what] = happened.GetValueOrDefault(what) + count;
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", happened.Select(pair => $"{pair.Value} {pair.Key}")));
        if (only is not null)
            return;
        string[] nemeses =
        [
            "limits changed", "types paused",
            "answers lost", "chunks reaped", "items retried by a person", "jobs cancelled", "late outcomes refused", "nodes crashed",
            "nodes cut off", "nodes frozen", "nodes replaced", "fires", "submissions that were there already",
        ];
        Assert.All(nemeses, nemesis => Assert.True(happened.GetValueOrDefault(nemesis) > 0, $"{nemesis}: never in {seeds} seeds"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void same_seed_gives_the_same_history(int seed)
    {
        var (first, second) = (new SimWorld(seed), new SimWorld(seed));
        Assert.Equal(first.Run().Digest, second.Run().Digest);
        Assert.Equal(first.Scheduler.Steps, second.Scheduler.Steps);
        Assert.NotEqual(first.History.Digest, new SimWorld(seed + 1000).Run().Digest);
    }
}
