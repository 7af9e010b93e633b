using System.Globalization;
using Headway.Store;

namespace Headway.App;

/// <summary>What the settings of the database mean for accepted work.</summary>
internal static class StoreSettings
{
    private const int Spare = 10; // connections for people, backups and monitoring

    /// <summary>A finding for each setting that is wrong; one that says so where none is.</summary>
    /// <param name="exam">What was read.</param>
    /// <param name="processes">How many processes work now; each of them, and this one, may open a whole pool.</param>
    public static IReadOnlyList<Finding> Judge(StoreExam exam, int processes)
    {
        var settings = exam.Settings;
        var wrong = settings.ContainsKey("sqlite_version") ? Sqlite(settings) : [.. Postgres(settings), .. Connections(exam, processes)];
        if (wrong.Count > 0)
            return wrong;
        return
        [
            Finding.Fine("settings", settings.TryGetValue("sqlite_version", out var sqlite)
                ? string.Create(CultureInfo.InvariantCulture,
                    $"SQLite {sqlite}, journal_mode=wal, synchronous={settings["synchronous"]}, cache {CacheMb(settings):0.#} MB, ")
                    + $"foreign_keys={settings["foreign_keys"]} (the schema has none), quick_check found nothing"
                : $"PostgreSQL {settings["server_version"]}, durable, {settings["max_connections"]} connections"
                    + (exam.IsPooled ? ", behind a pooler: other processes hear of work within 1.2 s" : "")),
        ];
    }

    private static List<Finding> Sqlite(IReadOnlyDictionary<string, string> settings)
    {
        var wrong = new List<Finding>();
        if (settings["journal_mode"] != "wal")
        {
            wrong.Add(Finding.Error("settings",
                $"journal_mode is {settings["journal_mode"]}, so readers and the writer stand in each other's way: "
                + "put the data folder on a local disk, not on a network share."));
        }

        if (int.Parse(settings["synchronous"], CultureInfo.InvariantCulture) < 2)
            wrong.Add(Finding.Error("settings", "synchronous is below FULL: a power cut can lose acknowledged work; report this."));
        if (CacheMb(settings) < 1)
            wrong.Add(Finding.Warning("settings", "the page cache is below 1 MB, so claims read the disk; report this."));
        if (settings["quick_check"] != "ok")
        {
            wrong.Add(Finding.Error("settings",
                $"the file is damaged ({settings["quick_check"]}): stop the server, keep a copy, and restore a backup with "
                + "`headway restore`."));
        }

        return wrong;
    }

    /// <summary>As SQLite has it: pages, or below zero KiB.</summary>
    private static double CacheMb(IReadOnlyDictionary<string, string> settings)
    {
        var cache = double.Parse(settings["cache_size"], CultureInfo.InvariantCulture);
        var page = double.Parse(settings["page_size"], CultureInfo.InvariantCulture);
        return cache < 0 ? -cache * 1024 / 1e6 : cache * page / 1e6;
    }

    private static List<Finding> Postgres(IReadOnlyDictionary<string, string> settings)
    {
        var wrong = new List<Finding>();
        if (IsOff("fsync"))
            wrong.Add(Finding.Error("settings", "fsync is off: a crash of the server can lose or damage everything; set it on."));
        if (IsOff("full_page_writes"))
            wrong.Add(Finding.Error("settings", "full_page_writes is off: a crash of the server can damage tables; set it on."));
        if (IsOff("autovacuum") || IsOff("track_counts"))
            wrong.Add(Finding.Error("settings", "autovacuum is off: tables grow without end and queries become slow; set it on."));
        if (IsOff("synchronous_commit"))
        {
            wrong.Add(Finding.Warning("settings",
                "synchronous_commit is off: a crash can lose work that was just acknowledged; set it on, or live with that knowingly."));
        }

        if (settings.GetValueOrDefault("in_hot_standby") == "on" || settings.GetValueOrDefault("default_transaction_read_only") == "on")
            wrong.Add(Finding.Error("settings", "it takes no writes: name the primary, or add Target Session Attributes=read-write."));
        return wrong;

        bool IsOff(string name) => settings.GetValueOrDefault(name) == "off";
    }

    private static List<Finding> Connections(StoreExam exam, int processes)
    {
        var wrong = new List<Finding>();
        var most = int.Parse(exam.Settings["max_connections"], CultureInfo.InvariantCulture);
        var wanted = Math.Max(1, processes) * exam.PoolSize + Spare;
        if (exam is { IsPooled: true, Prepares: true })
        {
            wrong.Add(Finding.Error("settings",
                "statements are prepared though a pooler such as pgbouncer stands between, where they are lost with every transaction: "
                + "take `Max Auto Prepare` out of the connection string."));
        }

        if (!exam.IsPooled && most < wanted)
        {
            wrong.Add(Finding.Warning("settings", string.Create(CultureInfo.InvariantCulture,
                $"max_connections is {most}; {Math.Max(1, processes)} processes with up to {exam.PoolSize} each want {wanted}: ")
                + "raise it, or set Maximum Pool Size in the connection string lower."));
        }

        return wrong;
    }
}
