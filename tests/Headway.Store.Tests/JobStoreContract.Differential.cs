using System.Globalization;
using Xunit;

namespace Headway.Store.Tests;

public abstract partial class JobStoreContract
{
    private const int Walks = 220;
    private const int Steps = 16;

    /// <summary>
    /// Random calls in random order, on this store and on a simulated one: the same answers, the same jobs, items, attempts and rows.
    /// Replay a failure with its seed in HEADWAY_SEED.
    /// </summary>
    [Fact]
    public async Task random_calls_show_the_same_on_this_store_and_on_the_simulated_one()
    {
        await using var model = new SimUnderTest();
        await _under.AdvanceAsync(TimeSpan.Zero);
        var skew = await _under.Store.NowAsync(Ct) - await model.Store.NowAsync(Ct);
        var given = Environment.GetEnvironmentVariable("HEADWAY_SEED");
        var seed = string.IsNullOrEmpty(given) ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        var both = new TwoStores(_under, model, skew);
        for (var walk = 0; walk < Walks; walk++)
        {
            var steps = new RandomWalk(both, _ids, unchecked(seed + walk), org: $"org{walk}");
            try
            {
                await steps.RunAsync(Steps, Ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"HEADWAY_SEED={unchecked(seed + walk)} {string.Join("\n", steps.Log)}\n{e}");
            }
        }
    }
}
