using Headway.Bench.Runs;

namespace Headway.Bench.Contests;

/// <summary>Runs a workload round after round, contestants in turn, so that all see the same machine.</summary>
internal sealed class Contest(Places places, IReadOnlyDictionary<string, Contestant> contestants, int rounds)
{
    public async Task<Standing> RunAsync(Workload workload)
    {
        var standing = new Standing(workload);
        var present = workload.Contestants.Where(contestants.ContainsKey).Select(key => contestants[key]).ToList();
        for (var round = 0; round < (workload.Rounds ?? rounds); round++)
        {
            for (var i = 0; i < present.Count; i++)
                await RunAsync(workload, standing, present[(i + round) % present.Count]);
        }

        foreach (var missing in workload.Contestants.Where(key => !contestants.ContainsKey(key)))
            standing.Say($"{missing} is not here");
        return standing;
    }

    private async Task RunAsync(Workload workload, Standing standing, Contestant contestant)
    {
        var connection = await places.FreshAsync(contestant.Place);
        var run = new RunArgs(contestant.Key, workload.Key, connection, workload.Count, workload.Slots, workload.Producers);
        try
        {
            standing.Add(contestant.Name, await ReadAsync(workload, contestant, run));
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            standing.Say($"{contestant.Name}: {e.Message}");
        }
        finally
        {
            await places.DropAsync(contestant.Place, connection);
        }
    }

    private static async Task<Reading> ReadAsync(Workload workload, Contestant contestant, RunArgs run)
    {
        switch (workload.Shape)
        {
            case Shape.WaitAcross:
                using (var consumer = contestant.Start(run with { Workload = "consume" }))
                {
                    await consumer.ReadyAsync();
                    using var producer = contestant.Start(run with { Workload = "produce" });
                    await producer.ReadAsync();
                    return await consumer.ReadAsync();
                }

            case Shape.Together:
                using (var first = contestant.Start(run))
                {
                    await first.ReadyAsync();
                    using var second = contestant.Start(run with { Workload = "help" });
                    var reading = await first.ReadAsync();
                    await second.StopAsync();
                    return reading;
                }

            default:
                using (var alone = contestant.Start(run))
                    return await alone.ReadAsync();
        }
    }
}
