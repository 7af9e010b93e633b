using Headway.Sim.Postgres;

namespace Headway.Bench;

/// <summary>The store alone, without the engine above it, beside its floor: for those who work on its statements.</summary>
internal static class StoreReport
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync()
    {
        var stop = CancellationToken.None;
        var folder = Directory.CreateTempSubdirectory("headway-bench-").FullName;
        Console.WriteLine($"{Report.Machine()}; median of {Rounds} rounds, each measure at most 1 s");
        try
        {
            var rows = new List<string>();
            rows.AddRange(
                await new Contest("SQLite", Path.Combine(folder, "floor.db"), Path.Combine(folder, "jobs.db")).RunAsync(Rounds, stop));
            using var server = await PostgresServer.StartAsync(Report.ServerSettings);
            var (floor, jobs) = (await server.CreateAsync(), await server.CreateAsync());
            rows.AddRange(await new Contest("PostgreSQL", server.ConnectTo(floor), server.ConnectTo(jobs)).RunAsync(Rounds, stop));
            Console.WriteLine($"load after {Report.Load()}; fsync on, synchronous=FULL, synchronous_commit=on");
            Console.WriteLine();
            Console.WriteLine($"| {"store",-10} | {"what",-40} | {"Headway/s",9} | {"floor/s",9} | share |");
            Console.WriteLine(
                $"|{new string('-', 12)}|{new string('-', 42)}|{new string('-', 10)}:|{new string('-', 10)}:|{new string('-', 6)}:|");
            rows.ForEach(Console.WriteLine);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
