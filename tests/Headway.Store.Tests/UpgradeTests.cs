using System.Data.Common;
using Headway.Data;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>Programs of two releases and one database: the table of docs/operations.md, on a line of toys.</summary>
[Collection("postgres")]
public sealed class UpgradeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task program_of_the_release_before_works_on_beside_a_schema_that_only_added(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        Assert.Equal(2, await MigrateAsync(under, 2));
        Assert.Equal(0, await MigrateAsync(under, 1));
        await RunAsync(under, "INSERT INTO toy (name) VALUES ('bear')");
        Assert.Equal(0, await MigrateAsync(under, 2));
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task program_that_does_not_know_what_changed_is_refused_with_a_sentence(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        Assert.Equal(3, await MigrateAsync(under, 3));
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await MigrateAsync(under, 2));
        Assert.Equal(DatabaseFault.Version, e.Fault);
        Assert.Contains("version 3 of 'toys', which needs a program that knows 3; this one knows 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("update the program", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task what_only_added_can_be_undone_and_done_again(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        await MigrateAsync(under, 2);
        Assert.Equal(1, await UndoAsync(under, 1));
        Assert.Equal(0, await UndoAsync(under, 1));
        await Assert.ThrowsAnyAsync<DbException>(async () => await RunAsync(under, "INSERT INTO toy (name, color) VALUES ('b', 'red')"));
        Assert.Equal(1, await MigrateAsync(under, 2));
        await RunAsync(under, "INSERT INTO toy (name, color) VALUES ('b', 'red')");
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task what_cannot_be_undone_says_so_and_everything_stays(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        await MigrateAsync(under, 2);
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await UndoAsync(under, 0));
        Assert.Contains("Migration 1 ('toy')", e.Message, StringComparison.Ordinal);
        Assert.Contains("restore the backup", e.Message, StringComparison.Ordinal);
        await RunAsync(under, "INSERT INTO toy (name, color) VALUES ('b', 'red')"); // 2 was undone before 1 refused, and is back
        Assert.Equal(0, await MigrateAsync(under, 2));
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task downgrades_of_the_store_leave_what_was_there_before(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        var assembly = typeof(SqlJobStore).Assembly;
        var known = Migrator.Read(assembly, dialect);
        var undone = Migrator.Read(assembly, dialect, "downgrades/").ToDictionary(file => file.Number);
        Assert.All(undone.Values, file => Assert.True(known.Single(one => one.Number == file.Number) is { IsAdditive: true } one
            && one.Name == file.Name));
        Assert.Superset(new HashSet<int> { 21, 22 }, undone.Keys.ToHashSet());
        var before = await SchemaAsync(under);

        var last = known.Reverse().TakeWhile(one => undone.ContainsKey(one.Number)).Select(one => one.Number).LastOrDefault();
        if (last > 0)
            await new Migrator(under.Database, TimeProvider.System).UndoAsync("jobs", assembly, last - 1, Ct);
        await new Migrator(under.Database, TimeProvider.System).RunAsync("jobs", assembly, Ct);

        Assert.Equal(before, await SchemaAsync(under));
    }

    private static async ValueTask<SqlUnderTest> OpenAsync(Dialect dialect) =>
        dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();

    /// <summary>A program that knows so many of the toys' migrations.</summary>
    private static ValueTask<int> MigrateAsync(SqlUnderTest under, int newest) =>
        new Migrator(under.Database, TimeProvider.System) { Newest = newest }.RunAsync("toys", typeof(UpgradeTests).Assembly, Ct);

    private static ValueTask<int> UndoAsync(SqlUnderTest under, int to) =>
        new Migrator(under.Database, TimeProvider.System).UndoAsync("toys", typeof(UpgradeTests).Assembly, to, Ct);

    /// <summary>Without what PostgreSQL remembers of columns that are gone.</summary>
    private static async ValueTask<List<string>> SchemaAsync(SqlUnderTest under) => await under.Database.ListAsync(
        TestBook.Of(under.Database.Dialect)["Schema"], [],
        row => string.Join('\n', $"{row.GetString(0)}\n{row.GetString(1).Trim()}".Split('\n')
            .Where(line => !line.Contains("pg.dropped", StringComparison.Ordinal))), Ct);

    private static ValueTask<bool> RunAsync(SqlUnderTest under, string sql) => under.Database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, Ct);
}
