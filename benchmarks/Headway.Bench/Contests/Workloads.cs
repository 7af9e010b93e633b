namespace Headway.Bench.Contests;

/// <summary>What is measured, and the bars.</summary>
internal static class Workloads
{
    private const string Ours = "Headway, PostgreSQL";
    private const string OursEmbedded = "Headway, SQLite";
    private const string Floor = "floor, PostgreSQL";
    private const string Rows = "same rows, PostgreSQL";
    private const string FloorEmbedded = "floor, SQLite";
    private const string Graphile = "graphile-worker, local queue 500";
    private const string Memory = "Hangfire.InMemory";
    private static readonly string[] DurablePeers =
        [Graphile, "pg-boss, 100 × 10", "BullMQ, Redis", "Hangfire.PostgreSql", "Quartz, batch 10"];

    /// <summary>Small enough for every day.</summary>
    public static IReadOnlyList<Workload> Core { get; } =
    [
        Drain(10, [Ours, Floor, Rows, Graphile]),
        Drain(50, [Ours, Floor, Rows, Graphile]),
        new("drain", "Drain 50,000 queued jobs that do nothing, 10 slots, SQLite and memory", Shape.Rate)
        {
            Count = 50_000,
            Contestants = [OursEmbedded, FloorEmbedded, Memory],
            Bars = [new(OursEmbedded, Memory, 1.2), new(OursEmbedded, FloorEmbedded, 0.3)],
        },
        Enqueue(8, 1.2),
        Enqueue(64, 4),
        new("bulk", "Enqueue 50,000 in bulk", Shape.Rate)
        {
            Count = 50_000,
            Contestants = [Ours, OursEmbedded, Floor, Graphile],
            Bars = [new(Ours, Graphile, 1.5)],
        },
        new("wait", "Idle system, enqueue to start of the handler, other process", Shape.WaitAcross)
        {
            Count = 700,
            Contestants = [Ours, Graphile],
            Bars = [new(Ours, Graphile, 1.2)],
        },
        new("wait", "Idle system, enqueue to start of the handler, same process", Shape.Wait)
        {
            Count = 700,
            Contestants = [OursEmbedded, Memory],
            Bars = [new(OursEmbedded, Memory, 1)],
        },
        new("items", "One job of 10,000 items in chunks of 100, with exact progress", Shape.Rate)
        {
            Count = 10_000,
            Contestants = [Ours, OursEmbedded],
        },
        new("items", "One job of 1,000,000 items in chunks of 100, 2 processes with 10 slots each", Shape.Together)
        {
            Count = 1_000_000,
            Contestants = [Ours],
            Rounds = 1,
        },
    ];

    /// <summary>Everybody who can be had.</summary>
    public static IReadOnlyList<Workload> Peers { get; } =
    [
        Drain(10, [Ours, Floor, Rows, .. DurablePeers, OursEmbedded, Memory], 20_000),
        Drain(50, [Ours, Floor, Rows, .. DurablePeers], 20_000),
        new("enqueue", "Enqueue one by one, 8 producers", Shape.Rate)
        {
            Producers = 8,
            Contestants = [Ours, OursEmbedded, Floor, FloorEmbedded, "pg-boss, 100 × 10", "BullMQ, Redis", "Hangfire.PostgreSql", Memory],
        },
        new("bulk", "Enqueue 20,000 in bulk", Shape.Rate)
        {
            Count = 20_000,
            Contestants = [Ours, OursEmbedded, Floor, Graphile, "pg-boss, 100 × 10", "BullMQ, Redis"],
            Bars = [new(Ours, Graphile, 1.5), new(Ours, "pg-boss, 100 × 10", 1.5), new(Ours, "BullMQ, Redis", 1.5)],
        },
        new("wait", "Idle system, enqueue to start of the handler, other process", Shape.WaitAcross)
        {
            Count = 700,
            Contestants = [Ours, Graphile, "pg-boss, 100 × 10", "BullMQ, Redis"],
            Bars = [new(Ours, Graphile, 1.2)],
        },
        new("items", "10,000 items and their parent", Shape.Rate)
        {
            Count = 10_000,
            Contestants = [Ours, OursEmbedded, "BullMQ, Redis"],
            Bars = [new(Ours, "BullMQ, Redis", 1 / 0.3)],
        },
    ];

    private static Workload Drain(int slots, IReadOnlyList<string> contestants, int count = 50_000) =>
        new("drain", $"Drain {count:N0} queued jobs that do nothing, {slots} slots", Shape.Rate)
        {
            Count = count,
            Slots = slots,
            Contestants = contestants,
            Bars =
            [
                new(Ours, Floor, 0.3), new(Ours, Rows, 0.7),
                .. contestants.Intersect(DurablePeers).Select(peer => new Bar(Ours, peer, 1.5)),
            ],
        };

    private static Workload Enqueue(int producers, double times) =>
        new("enqueue", $"Enqueue one by one, {producers} producers that wait for their answer", Shape.Rate)
        {
            Producers = producers,
            Contestants = [Ours, Floor, OursEmbedded, FloorEmbedded],
            Bars = [new(Ours, Floor, times), new(OursEmbedded, FloorEmbedded, times)],
        };
}
