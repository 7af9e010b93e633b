using System.Globalization;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;

namespace Headway.App;

/// <summary>Looks into the database: settings, clocks, schema, sizes, rows that do not add up, and queued work nobody can take.</summary>
/// <param name="store">Opened.</param>
/// <param name="types">What a worker of this program has handlers for.</param>
internal sealed class StoreDoctor(SqlJobStore store, JobTypeRegistry types)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    /// <summary>Every finding, good ones too.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var exam = await store.ExamineAsync(TimeProvider.System, ct);
        var deliveries = await store.CountDeliveriesAsync(ct);
        var sessions = (await store.ListSessionsAsync(ct)).Where(session => session.EndedAt is null).ToList();
        return
        [
            .. StoreSettings.Judge(exam, sessions.Select(session => (session.Host, session.ProcessId)).Distinct().Count()),
            Clock(exam.Skew),
            .. sessions.Where(session => session.ClockSkew?.Duration() > Skew)
                .Select(session => Clock(session.Worker, session.ClockSkew!.Value)),
            Finding.Fine("schema", string.Join(", ", exam.Lines.Select(line => $"{line.Line} at version {line.Version}"))),
            Finding.Fine("sizes", Sizes(exam)),
            deliveries.Dead == 0
                ? Finding.Fine("deliveries", $"none was given up, {deliveries.Waiting} wait")
                : Finding.Warning("deliveries",
                    $"{deliveries.Dead} were given up: `headway deliveries list --status dead` says why; send them again with "
                    + "`headway deliveries redeliver NUMBER`, or remove their subscriptions."),
            exam.Orphans.Count == 0
                ? Finding.Fine("orphans", "every row belongs to a job")
                : Finding.Warning("orphans",
                    $"rows without their job: {string.Join(", ", exam.Orphans.Select(orphan => $"{orphan.Rows} of {orphan.Table}"))}; "
                    + "they do no harm; say so in an issue, with what was done to the database by hand."),
            exam.Miscounted.Count == 0
                ? Finding.Fine("counters", "the counters of every job agree with its items")
                : Finding.Error("counters",
                    $"{exam.Miscounted.Count} jobs count otherwise than their items, first {exam.Miscounted[0]}; "
                    + "keep a backup and report it."),
        ];
    }

    /// <summary>Queued work that no worker alive can take, or that its handler would refuse.</summary>
    public async Task<IReadOnlyList<Finding>> QueuedAsync(CancellationToken ct)
    {
        var open = await store.ListOpenAsync(ct);
        if (open.Count == 0)
            return [Finding.Fine("queued", "no job is open")];
        var workers = (await store.ListSessionsAsync(ct)).Where(session => session.EndedAt is null && session.Queues.Count > 0).ToList();
        var known = workers.SelectMany(session => session.Types).ToHashSet(StringComparer.Ordinal);
        var lost = open.Where(job => job.Drive == JobDrive.Worker && !known.Contains(job.Type)).GroupBy(job => job.Type);
        List<Finding> findings = workers.Count == 0
            ? [Finding.Warning("queued", $"{open.Count} jobs are open and no worker is up; start one with `headway work`.")]
            :
            [
                .. lost.Select(type => Finding.Warning("queued",
                    $"no worker knows the type '{type.Key}' of {type.Count()} open jobs, first {type.First().Id}; "
                    + "start a worker that has its handler, or cancel them.")),
            ];
        findings.AddRange(new OpenJobCheck(types).Examine(open));
        return findings.Count > 0 ? findings
            : [Finding.Fine("queued", $"{open.Count} open jobs, each of a type that a worker knows, with a config that it takes")];
    }

    private static Finding Clock(TimeSpan skew) => skew.Duration() <= Skew
        ? Finding.Fine("clock", "this machine's clock agrees with the database's")
        : Finding.Warning("clock", string.Create(CultureInfo.InvariantCulture,
            $"the database's clock is {skew.TotalSeconds:+0.0;-0.0} s from this machine's: ")
            + "leases are safe, shown times are off; set up NTP.");

    private static Finding Clock(string worker, TimeSpan skew) => Finding.Warning("clock", string.Create(CultureInfo.InvariantCulture,
        $"the clock of worker {worker} is {skew.TotalSeconds:+0.0;-0.0} s from the database's: ")
        + "leases are safe, times in its logs are off; set up NTP on its machine.");

    private static string Sizes(StoreExam exam)
    {
        var tables = exam.Tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.Bytes / 1e6:0.0} MB"));
        var results = exam.Results.Select(result =>
            string.Create(CultureInfo.InvariantCulture, $"{result.Id} ({result.Type}) {result.Length / 1e3:0.0} KB"));
        return $"largest: {string.Join(", ", tables)}"
            + (exam.Results.Count == 0 ? "" : $"; largest results: {string.Join(", ", results)}");
    }
}
