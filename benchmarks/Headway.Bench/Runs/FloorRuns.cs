using Headway.Data;

namespace Headway.Bench.Runs;

/// <summary>
/// What the database itself allows: one narrow table and hand-written, prepared statements, nothing of Headway in between but the
/// text of the statements.
/// </summary>
internal static class FloorRuns
{
    private const int Batch = 500;

    public static async Task<Reading> RunAsync(RunArgs run)
    {
        await using (var database = await Database.OpenAsync(run.Connection, new DatabaseOptions(), CancellationToken.None))
        {
            await new Migrator(database, TimeProvider.System).RunAsync("floor", typeof(FloorRuns).Assembly, CancellationToken.None);
        }

        await using IFloor floor = run.Connection.Contains("Host=", StringComparison.Ordinal)
            ? new PostgresFloor(run.Connection)
            : new SqliteFloor(run.Connection);
        return run.Workload switch
        {
            "drain" => await DrainAsync(floor, run.Count),
            "enqueue" => await Producing.RunAsync(run, floor.InsertOneAsync),
            "bulk" => await BulkAsync(floor, run.Count),
            _ => throw new ArgumentException($"the floor has no run '{run.Workload}'"),
        };
    }

    private static async Task<Reading> DrainAsync(IFloor floor, int count)
    {
        await BulkAsync(floor, count);
        var start = Stopwatches.Now;
        var done = await Task.WhenAll(Enumerable.Range(0, floor.Drainers).Select(_ => Task.Run(async () =>
        {
            var all = 0;
            while (await floor.ClaimAndFinishAsync(Batch) is > 0 and var some)
                all += some;
            return all;
        })));
        return new Reading(done.Sum(), Stopwatches.SecondsSince(start));
    }

    private static async Task<Reading> BulkAsync(IFloor floor, int count)
    {
        var start = Stopwatches.Now;
        for (var done = 0; done < count; done += 1000)
            await floor.InsertAsync(Math.Min(1000, count - done));
        return new Reading(count, Stopwatches.SecondsSince(start));
    }
}
