using Headway.Bench.Contests;
using Headway.Sim.Postgres;

namespace Headway.Bench;

/// <summary>The tables a person reads.</summary>
internal static class Report
{
    private const int Rounds = 3;

    /// <summary>Durable, and otherwise as one would set a small server.</summary>
    public static string[] ServerSettings { get; } =
    [
        "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=15min",
        "random_page_cost=1.1", "autovacuum_naptime=10s",
    ];

    public static string Machine() => $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, load before {Load()}";

    public static string Load() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    public static async Task<int> RunAsync(IReadOnlyList<Workload> workloads)
    {
        using var server = await PostgresServer.StartAsync(ServerSettings);
        using var redis = await RedisServer.StartAsync();
        using var places = new Places(server, redis);
        Console.WriteLine($"{Machine()}; {Rounds} rounds in turn, each run a process of its own on a fresh database.");
        Console.WriteLine($"PostgreSQL: {string.Join(' ', ServerSettings)}; SQLite: WAL, synchronous=FULL; Redis: appendfsync everysec.");
        Console.WriteLine("Headway keeps its full history and statistics. A ratio is the median over rounds of two runs of one round.");
        Console.WriteLine();
        var contest = new Contests.Contest(places, Field.Find(redis is not null), Rounds);
        foreach (var workload in workloads)
        {
            foreach (var line in (await contest.RunAsync(workload)).Lines())
                Console.WriteLine(line);
        }

        Console.WriteLine($"Load after {Load()}.");
        return 0;
    }
}
