namespace Headway.Bench.Contests;

/// <summary>Who can be had on this machine.</summary>
internal static class Field
{
    /// <summary>By name, for <see cref="Workloads"/>.</summary>
    /// <param name="redis">A Redis is running.</param>
    public static IReadOnlyDictionary<string, Contestant> Find(bool redis)
    {
        var self = Environment.ProcessPath!;
        var peers = Path.Combine(Path.GetDirectoryName(self)!, "..", "..", "Headway.Bench.Peers", "release", "Headway.Bench.Peers");
        var node = Path.Combine("benchmarks", "node");
        List<Contestant> all =
        [
            new("Headway, PostgreSQL", "headway", Place.Postgres, self, ["one"]),
            new("Headway, SQLite", "headway", Place.Sqlite, self, ["one"]),
            new("floor, PostgreSQL", "floor", Place.Postgres, self, ["one"]),
            new("same rows, PostgreSQL", "rows", Place.Postgres, self, ["one"]),
            new("floor, SQLite", "floor", Place.Sqlite, self, ["one"]),
        ];
        if (File.Exists(peers))
        {
            all.Add(new("Hangfire.InMemory", "hangfire-memory", Place.Memory, peers, []));
            all.Add(new("Hangfire.PostgreSql", "hangfire-postgres", Place.Postgres, peers, []));
            all.Add(new("Quartz, batch 10", "quartz", Place.Postgres, peers, []));
        }

        if (Directory.Exists(Path.Combine(node, "node_modules")))
        {
            all.Add(new("graphile-worker, local queue 500", "graphile", Place.PostgresUrl, "node", [Path.Combine(node, "graphile.mjs")]));
            all.Add(new("pg-boss, 100 × 10", "pgboss", Place.PostgresUrl, "node", [Path.Combine(node, "pgboss.mjs")]));
            if (redis)
                all.Add(new("BullMQ, Redis", "bullmq", Place.Redis, "node", [Path.Combine(node, "bullmq.mjs")]));
        }

        return all.ToDictionary(one => one.Name);
    }
}
