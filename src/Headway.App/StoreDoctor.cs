using System.Globalization;
using Headway.Model;
using Headway.Store;

namespace Headway.App;

/// <summary>Looks into the database: settings, clock, schema, sizes, rows that do not add up, and queued work nobody can take.</summary>
internal sealed class StoreDoctor(SqlJobStore store)
{
    private const int FewConnections = 30;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);
    private static readonly (string Name, string Danger)[] MustBeOn =
    [
        ("fsync", "a crash of the server can lose or damage everything"),
        ("full_page_writes", "a crash of the server can damage tables"),
        ("autovacuum", "tables grow without end and queries become slow"),
    ];

    /// <summary>Every finding, good ones too.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var exam = await store.ExamineAsync(TimeProvider.System, ct);
        var deliveries = await store.CountDeliveriesAsync(ct);
        return
        [
            Settings(exam.Settings),
            Clock(exam.Skew),
            new Finding("schema", true, string.Join(", ", exam.Lines.Select(line => $"{line.Line} at version {line.Version}"))),
            new Finding("sizes", true, Sizes(exam)),
            deliveries.Dead == 0
                ? new Finding("deliveries", true, $"none was given up, {deliveries.Waiting} wait")
                : new Finding("deliveries", false,
                    $"{deliveries.Dead} were given up: `headway deliveries list --status dead` says why; send them again with "
                    + "`headway deliveries redeliver NUMBER`, or remove their subscriptions."),
            exam.Orphans.Count == 0
                ? new Finding("orphans", true, "every row belongs to a job")
                : new Finding("orphans", false,
                    $"rows without their job: {string.Join(", ", exam.Orphans.Select(orphan => $"{orphan.Rows} of {orphan.Table}"))}; "
                    + "they do no harm; say so in an issue, with what was done to the database by hand."),
            exam.Miscounted.Count == 0
                ? new Finding("counters", true, "the counters of every job agree with its items")
                : new Finding("counters", false,
                    $"{exam.Miscounted.Count} jobs count otherwise than their items, first {exam.Miscounted[0]}; "
                    + "keep a backup and report it."),
        ];
    }

    /// <summary>Queued work that no worker alive can take.</summary>
    public async Task<IReadOnlyList<Finding>> QueuedAsync(CancellationToken ct)
    {
        var open = await store.ListOpenAsync(ct);
        var workers = (await store.ListSessionsAsync(ct)).Where(session => session.EndedAt is null && session.Queues.Count > 0).ToList();
        var known = workers.SelectMany(session => session.Types).ToHashSet(StringComparer.Ordinal);
        var lost = open.Where(job => job.Drive == JobDrive.Worker && !known.Contains(job.Type)).GroupBy(job => job.Type).ToList();
        if (open.Count == 0)
            return [new Finding("queued", true, "no job is open")];
        if (workers.Count == 0)
            return [new Finding("queued", false, $"{open.Count} jobs are open and no worker is up; start one with `headway work`.")];
        return lost.Count == 0
            ? [new Finding("queued", true, $"{open.Count} open jobs, each of a type that a worker knows")]
            :
            [
                .. lost.Select(type => new Finding("queued", false,
                    $"no worker knows the type '{type.Key}' of {type.Count()} open jobs, first {type.First().Id}; "
                    + "start a worker that has its handler, or cancel them.")),
            ];
    }

    private static Finding Settings(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.TryGetValue("sqlite_version", out var sqlite))
            return new Finding("settings", true, $"SQLite {sqlite}, synchronous=FULL");
        var wrong = MustBeOn.Where(must => settings.GetValueOrDefault(must.Name) == "off")
            .Select(must => $"{must.Name} is off: {must.Danger}").ToList();
        if (settings.GetValueOrDefault("synchronous_commit") == "off")
            wrong.Add("synchronous_commit is off: a crash can lose work that was just acknowledged");
        var connections = int.Parse(settings["max_connections"], CultureInfo.InvariantCulture);
        if (connections < FewConnections)
            wrong.Add($"max_connections is {connections}: a process uses up to 20");
        if (settings.GetValueOrDefault("in_hot_standby") == "on" || settings.GetValueOrDefault("default_transaction_read_only") == "on")
            wrong.Add("it takes no writes: name the primary, or add Target Session Attributes=read-write");
        return wrong.Count == 0
            ? new Finding("settings", true, $"PostgreSQL {settings["server_version"]}, durable, {connections} connections")
            : new Finding("settings", false, string.Join("; ", wrong) + ".");
    }

    private static Finding Clock(TimeSpan skew) => skew.Duration() <= Skew
        ? new Finding("clock", true, "this machine's clock agrees with the database's")
        : new Finding("clock", false, string.Create(CultureInfo.InvariantCulture,
            $"the database's clock is {skew.TotalSeconds:+0.0;-0.0} s from this machine's: ")
            + "leases are safe, shown times are off; set up NTP.");

    private static string Sizes(StoreExam exam)
    {
        var tables = exam.Tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.Bytes / 1e6:0.0} MB"));
        var results = exam.Results.Select(result =>
            string.Create(CultureInfo.InvariantCulture, $"{result.Id} ({result.Type}) {result.Length / 1e3:0.0} KB"));
        return $"largest: {string.Join(", ", tables)}"
            + (exam.Results.Count == 0 ? "" : $"; largest results: {string.Join(", ", results)}");
    }
}
