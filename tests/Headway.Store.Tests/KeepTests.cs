using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Headway.Data;
using Headway.Model;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Nothing grows for ever: each table is bounded by something, and what is old goes in bites.</summary>
[Collection("postgres")]
public sealed partial class KeepTests
{
    private const string Id = "019b76da-a801-7000-8000-00000000000";
    private static readonly KeepTimes Keep = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Tables with a row whose number and time are put in.</summary>
    public static TheoryData<Dialect, string, string> Tables => Make();

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task what_is_old_goes_in_bites_and_what_is_young_stays(Dialect dialect, string table, string row)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        var now = (await under.Store.NowAsync(Ct)).ToUnixTimeMilliseconds() * 1000;
        var old = now - 900L * 24 * 3600 * 1_000_000;
        foreach (var (no, at) in new[] { (1, old), (2, old + 1), (3, now + 1_000_000) })
            await RunAsync(under, $"INSERT INTO {table} VALUES {row.Replace("@at", $"{at}").Replace("@no", $"{no}")}");

        Assert.Equal(1, await under.Sql.PruneOldAsync(Keep, 1, Ct));
        Assert.Equal(1, await under.Sql.PruneOldAsync(Keep, 1, Ct));
        Assert.Equal(0, await under.Sql.PruneOldAsync(Keep, 1, Ct));
        await RunAsync(under, $"INSERT INTO {table} VALUES {row.Replace("@at", $"{old}").Replace("@no", "1")}"); // its place is free
        Assert.Equal(1, await under.Sql.PruneOldAsync(Keep, 100, Ct));
    }

    [Fact]
    public async Task every_table_is_in_the_list_of_what_prunes_it()
    {
        var schema = await File.ReadAllTextAsync(Path.Combine(Root(), "src/Headway.Store/Sql/golden/schema.sqlite.sql"), Ct);
        var list = (await File.ReadAllLinesAsync(Path.Combine(Root(), "docs/retention.md"), Ct))
            .SkipWhile(line => line != "## Which table is pruned by what")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Names().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value)).ToList();
        Assert.Equal(Made().Matches(schema).Select(match => match.Groups[1].Value).Order(), list.Order());
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task counters_of_limits_that_count_nothing_go(Dialect dialect)
    {
        await using var under = dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();
        const string Caps = "INSERT INTO cap (key, scope, value, unit, most, span, used) VALUES ";
        string[] rows =
        [
            "'user:o/a:slots', 'user', 'o/a', 'slots', 3, NULL, 0", "'user:o/b:slots', 'user', 'o/b', 'slots', 3, NULL, 1",
            "'key:o/c:starts', 'key', 'o/c', 'starts', 3, 1000000, 0", "'global::slots', 'global', '', 'slots', 3, NULL, 0",
        ];
        foreach (var row in rows)
            await RunAsync(under, $"{Caps} ({row})");
        await RunAsync(under, "INSERT INTO start_count (key, tenth, n) VALUES ('key:o/c:starts', 1, 1), ('nobody', 1, 1)");

        Assert.Equal(4, await under.Sql.PruneOldAsync(Keep, 100, Ct)); // both counts, Ann's cap, and that of the key
        Assert.Equal(0, await under.Sql.PruneOldAsync(Keep, 100, Ct));
    }

    private static TheoryData<Dialect, string, string> Make()
    {
        var data = new TheoryData<Dialect, string, string>();
        foreach (var dialect in (Dialect[])[Dialect.Postgres, Dialect.Sqlite])
        {
            data.Add(dialect, "rollup_total", "(3, @at, 'o', 't', 'q@no', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)");
            data.Add(dialect, "rollup_bucket", "(3, @at, 'o', 't', 'q@no', 1, 1, 1)");
            data.Add(dialect, "pruned", "(@at, 'o', 't@no', 1, 1, 1)");
            data.Add(dialect, "process (job_id, request, call, at)", $"('{Id}1', 'r@no', '{Id}2', @at)");
            data.Add(dialect, "breaker (org, destination, changed_at)", "('o', 'd@no', @at)");
            data.Add(dialect, "api_key (id, hash, org, name, role, created_at, revoked_at)", "('k@no', 'h', 'o', 'n', 'viewer', 1, @at)");
            data.Add(dialect, "sign_in (id, hash, person_id, created_at, seen_at, expires_at)", $"('{Id}@no', 'h@no', '{Id}9', 1, 1, @at)");
            data.Add(dialect, "sign_in_link (hash, expires_at)", "('h@no', @at)");
        }

        return data;
    }

    private static ValueTask<bool> RunAsync(SqlUnderTest under, string sql) => under.Database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, Ct);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));

    [GeneratedRegex(@"CREATE TABLE (\w+)")]
    private static partial Regex Made();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Names();
}
