using System.Text.RegularExpressions;
using Headway.Data;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Hot statements find their rows by an index, with 20,000 jobs, 5,000 claims and 5,000 spans in the tables.</summary>
[Collection("postgres")]
public sealed class PlanTests
{
    private static readonly Lane Work = new("default", "work", Orgs.Default);
    private static readonly string[] Hot =
    [
        "EnqueueItems", "EnqueuePlans", "EnqueueEvent", "EnqueueJobs", "Lanes", "LaneIsOpen", "ClaimChunks", "ClaimEvent", "ClaimJobs",
            "ClaimSpans", "ClaimedChunks", "ClaimedItems", "LockClaims", "LockJobs",
        "WriteItems", "WriteAttempts", "WriteEvent", "WriteRollup", "SettleJobs", "DropClaims", "Beat", "DueJobs", "GetJob", "ListAttempts",
        "ReadEvents", "ListHistory", "InspectJob", "InspectEnded", "InspectClaims", "InspectSpans", "ReadLogBack", "GroupFaults",
    ];
    private static readonly string[] Flow =
    [
        "PriorityEvent", "PriorityHistory", "PriorityJob", "WaitingJobs", "CapRows", "LockCaps", "ParkJobs", "TrimClaims", "DebitClaims",
        "CreditClaims", "Unpark", "ParkedRooms",
    ];

    private static readonly string[] Lists = ["ListEnded", "EndOfEnded", "ListFailed", "EndOfFailed"];

    private static readonly Dictionary<Dialect, string[]> Hottest = new()
    {
        [Dialect.Postgres] = ["ClaimAtOnce", "EndSimple"],
        [Dialect.Sqlite] = ["PickJobs", "ClaimSimple", "EndSimpleFacts", "EndSimpleJobs", "EndSimpleClaims"],
    };

    private readonly CallNumbers _ids = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task hot_statements_read_no_table_from_end_to_end(Dialect dialect)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        await FillAsync(under.Store);
        await RunAsync(under, "ANALYZE");
        await CheckAsync(under, dialect, ["Seq Scan on {0} "], [.. Hot, .. Flow, .. Lists, .. Hottest[dialect]]);
        var book = Book.Load(typeof(SqlJobStore).Assembly, dialect);
        foreach (var name in (string[])["ClaimChunks", Hottest[dialect][0]])
            Assert.Contains("job_open", await ExplainAsync(under, dialect, book[name].Parts[0]), StringComparison.Ordinal);
    }

    /// <summary>Plans are kept: one made for empty tables must do when they are full.</summary>
    [Fact]
    public async Task plans_made_for_empty_tables_look_rows_up_too()
    {
        await using var under = await PostgresUnderTest.OpenAsync();
        await CheckAsync(under, Dialect.Postgres, ["Seq Scan on {0} ", "Hash Join", "Hash Anti Join", "Merge Join", "Merge Anti Join"],
            [.. Hot, .. Hottest[Dialect.Postgres]]);
    }

    private static async Task CheckAsync(SqlUnderTest under, Dialect dialect, string[] unwanted, string[] names)
    {
        var book = Book.Load(typeof(SqlJobStore).Assembly, dialect);
        var found = new List<string>();
        foreach (var name in names)
        {
            foreach (var part in book[name].Parts)
            {
                var plan = await ExplainAsync(under, dialect, part);
                foreach (var table in (string[])["job", "item", "claim", "back", "attempt", "fault"])
                {
                    var scans = dialect == Dialect.Postgres ? unwanted.Select(word => word.Replace("{0}", table, StringComparison.Ordinal))
                        : [$"SCAN {table}\n", .. Aliases(table, part.Text).Select(alias => $"SCAN {alias}\n")];
                    if (scans.Any(scan => plan.Contains(scan, StringComparison.Ordinal)))
                        found.Add($"{name} reads all of {table}, or joins it whole:\n{part.Text}\n{plan}");
                }
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>What a statement calls a table: SQLite's plans know it by that name alone.</summary>
    private static IEnumerable<string> Aliases(string table, string sql) =>
        Regex.Matches(sql, $@"\b(?:FROM|JOIN)\s+{table}\s+(?<alias>[a-z]+)\b").Select(match => match.Groups["alias"].Value);

    private async Task FillAsync(IJobStore store)
    {
        for (var i = 0; i < 20; i++)
            await store.EnqueueAsync([.. Enumerable.Range(0, 1000).Select(no => NewJob(no < 250 ? 2 : null))], Ct);
        for (var i = 0; i < 20; i++)
        {
            var session = _ids.NextCall();
            await store.OpenSessionAsync(
                new WorkerSession { Id = session, Worker = "w", Host = "h", Version = "1", Queues = ["default"], Types = ["work"] },
                    TimeSpan.FromHours(1), Ct);
            var chunks = await store.ClaimAsync(new ClaimRequest(session, _ids.NextCall(), Work, 500, 1), Ct);
            if (i % 2 == 0)
                await store.ReleaseAsync([.. chunks.Select(chunk => chunk.Key)], Ct);
        }
    }

    private EnqueuedJob NewJob(int? items) => new(
        _ids.NextJob(),
        new NewJob
        {
            Type = "work",
            Items = items is { } count ? [.. Enumerable.Range(1, count).Select(no => new NewItem($"item {no}", null))] : null,
        },
        HasPlan: false, HasFinish: false, Chunk: 1, MaxAttempts: 4);

    /// <summary>On PostgreSQL the plan for any parameters: that is the one a prepared statement ends up with.</summary>
    private static ValueTask<string> ExplainAsync(SqlUnderTest under, Dialect dialect, StatementPart part) =>
        under.Database.WriteAsync(async (session, ct) =>
    {
        var lines = new List<string>();
        if (dialect == Dialect.Sqlite)
        {
            var explain = new Statement("explain", $"EXPLAIN QUERY PLAN {part.Text}", dialect);
            await session.SendAsync([explain], [.. part.Parameters.Select(name => Arg.Of(name, (string?)null))], (_, row) =>
                lines.Add(row.GetString(3)), ct);
            return string.Join("\n", lines) + "\n";
        }

        await session.RunTextAsync($"SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL feed.bound = '0'; PREPARE p AS {part.Text}",
            ct);
        var nulls = part.Parameters.Count == 0 ? "" : $"({string.Join(", ", part.Parameters.Select(_ => "NULL"))})";
        await session.SendAsync([new Statement("explain", $"EXPLAIN EXECUTE p{nulls}", dialect)], [], (_, row) =>
            lines.Add(row.GetString(0)), ct);
        await session.RunTextAsync("DEALLOCATE p", ct);
        return string.Join("\n", lines) + "\n";
    }, Ct);

    private static ValueTask<bool> RunAsync(SqlUnderTest under, string sql) => under.Database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, Ct);
}
