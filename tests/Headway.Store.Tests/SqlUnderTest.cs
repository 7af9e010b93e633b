using Headway.Data;
using Headway.Handlers;
using Headway.Sim;

namespace Headway.Store.Tests;

/// <summary>The SQL store on virtual time, with a table for what effects write.</summary>
internal sealed class SqlUnderTest(SqlJobStore store, SimClock clock, Func<ValueTask> remove) : StoreUnderTest
{
    public override IJobStore Store => store;

    public Database Database => store.Database;

    public SqlJobStore Sql => store;

    /// <summary>Opens a store and makes the table.</summary>
    public static async ValueTask<SqlUnderTest> OpenAsync(string connection, Func<ValueTask> remove, bool hasTable = false)
    {
        var clock = new SimClock();
        var store = await SqlJobStore.OpenAsync(connection, new DatabaseOptions
        { Clock = clock, ClockDecides = true }, CancellationToken.None);
        if (!hasTable)
        {
            await RunAsync(store.Database, "CREATE TABLE written (line text NOT NULL)");
            await RunAsync(store.Database, "CREATE TABLE thing (name text NOT NULL, value text NOT NULL)");
        }

        return new SqlUnderTest(store, clock, remove);
    }

    public override ValueTask AdvanceAsync(TimeSpan by)
    {
        clock.Advance(by);
        return ValueTask.CompletedTask;
    }

    public override Effect Writes(string row) => (scope, ct) =>
        scope.Feature<DbSession>()!.RunTextAsync($"INSERT INTO written (line) VALUES ('{row}')", ct);

    public override async ValueTask<IReadOnlyList<string>> RowsAsync() =>
        await Database.ListAsync(TestBook.Of(Database.Dialect)["Written"], [], row => row.GetString(0), CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await remove();
    }

    private static ValueTask<bool> RunAsync(Database database, string sql) => database.WriteAsync(async (session, ct) =>
    {
        await session.RunTextAsync(sql, ct);
        return true;
    }, CancellationToken.None);
}
