using System.Runtime.CompilerServices;
using Headway.Data;
using Headway.Sim.Postgres;
using Xunit;

namespace Headway.Store.Tests;

/// <summary>The schema is what the golden files say, grows forward only, and guards what the machine allows.</summary>
[Collection("postgres")]
public sealed class MigrationTests
{
    private const string Newer = "UPDATE migration SET number = 99, min_reader = 99 WHERE line = 'jobs' AND number = 1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task schema_is_the_golden_one(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        var rows = await under.Database.ListAsync(TestBook.Of(dialect)["Schema"], [], row =>
            $"{row.GetString(0)}\n{row.GetString(1).Trim()}\n", Ct);
        var schema = string.Join('\n', rows);
        var golden = GoldenPath(dialect);
        if (Environment.GetEnvironmentVariable("HEADWAY_GOLDEN") == "write")
            await File.WriteAllTextAsync(golden, schema, Ct);
        Assert.Equal(await File.ReadAllTextAsync(golden, Ct), schema);
    }

    [Theory]
    [InlineData(Dialect.Postgres)]
    [InlineData(Dialect.Sqlite)]
    public async Task second_run_applies_nothing(Dialect dialect)
    {
        await using var under = await OpenAsync(dialect);
        Assert.Equal(0, await new Migrator(under.Database, TimeProvider.System).RunAsync("jobs", typeof(SqlJobStore).Assembly, Ct));
    }

    [Theory]
    [InlineData(Dialect.Postgres, Newer, "update the program")]
    [InlineData(Dialect.Sqlite, Newer, "update the program")]
    [InlineData(Dialect.Sqlite, "UPDATE migration SET checksum = 'x' WHERE line = 'jobs'", "not the one that was applied")]
    public async Task database_of_another_version_is_refused_with_a_sentence(Dialect dialect, string change, string says)
    {
        await using var under = await OpenAsync(dialect);
        await RunAsync(under, change);
        var e = await Assert.ThrowsAsync<DatabaseException>(
            async () => await new Migrator(under.Database, TimeProvider.System).RunAsync("jobs", typeof(SqlJobStore).Assembly, Ct));
        Assert.Equal(DatabaseFault.Version, e.Fault);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task processes_that_migrate_at_once_meet_at_a_lock()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateAsync();
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            await SqlJobStore.OpenAsync(server.ConnectTo(name), new DatabaseOptions(), Ct)));
        Assert.Empty(await opened[0].LanesAsync(["default"], Ct));
        foreach (var store in opened)
            await store.DisposeAsync();
        await server.DropAsync(name);
    }

    [Theory]
    [InlineData(Dialect.Postgres, "UPDATE item SET state = 'failed'")]
    [InlineData(Dialect.Sqlite, "UPDATE item SET state = 'failed'")]
    [InlineData(Dialect.Postgres, "UPDATE item SET state = NULL, finished_at = NULL")]
    [InlineData(Dialect.Sqlite, "UPDATE item SET state = NULL, finished_at = NULL")]
    [InlineData(Dialect.Postgres, "UPDATE item SET state = 'skipped'")]
    [InlineData(Dialect.Sqlite, "UPDATE item SET state = 'skipped'")]
    [InlineData(Dialect.Postgres, "UPDATE job SET phase = 'work', finished_at = NULL")]
    [InlineData(Dialect.Sqlite, "UPDATE job SET phase = 'work', finished_at = NULL")]
    [InlineData(Dialect.Postgres, "UPDATE job SET n_run = n_run + 1")]
    [InlineData(Dialect.Sqlite, "UPDATE job SET n_run = n_run + 1")]
    public async Task edge_that_is_not_in_the_machine_is_refused_by_the_schema(Dialect dialect, string change)
    {
        await using var under = await OpenAsync(dialect);
        await RunAsync(under, """
            INSERT INTO job (id, org, queue, type, priority, config, labels, plan, finish, simple, chunk, max_attempts, turn, created_at,
                active_at,
              total, n_done, phase, finished_at)
            VALUES ('019b76da-a801-7000-8000-000000000001', 'o', 'q', 't', 0, '{}', '{}', 'none', 'none', false, 1, 1, 1, 1, 1, 1, 1,
                'final', 1);
            INSERT INTO item (job_id, no, state, finished_at) VALUES ('019b76da-a801-7000-8000-000000000001', 1, 'completed', 1);
            """);
        var e = await Assert.ThrowsAsync<DatabaseException>(async () => await RunAsync(under, change));
        Assert.Equal(DatabaseFault.Constraint, e.Fault);
    }

    private static async ValueTask<SqlUnderTest> OpenAsync(Dialect dialect) =>
        dialect == Dialect.Postgres ? await PostgresUnderTest.OpenAsync() : await SqliteUnderTest.OpenAsync();

    private static ValueTask<bool> RunAsync(SqlUnderTest under, string sql) => under.Database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, Ct);

    private static string GoldenPath(Dialect dialect, [CallerFilePath] string here = "") => Path.Combine(
        Path.GetDirectoryName(here)!, "../../src/Headway.Store/Sql/golden", dialect == Dialect.Postgres ? "schema.postgres.sql"
            : "schema.sqlite.sql");
}
