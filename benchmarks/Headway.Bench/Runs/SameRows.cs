using Headway.Data;
using Npgsql;

namespace Headway.Bench.Runs;

/// <summary>
/// Headway's own tables, drained by hand-written statements that write the rows Headway writes: what its schema costs, without what the
/// engine adds. Each drainer is a connection and a session of its own.
/// </summary>
internal static class SameRows
{
    private const int Batch = 500;
    private const int Drainers = 4;
    private const string Planning = "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

    public static async Task<Reading> DrainAsync(RunArgs run)
    {
        await using (var producer = HeadwayHost.Open(run.Connection, slots: 0))
            await producer.EnqueueAsync(run.Count);
        var book = Book.Load(typeof(SameRows).Assembly, Dialect.Postgres);
        // As Headway sets its own connections: each statement is planned once.
        await using var source = NpgsqlDataSource.Create(
            $"{run.Connection};Max Auto Prepare=20;Auto Prepare Min Usages=1;No Reset On Close=true;Options={Planning}");
        var start = Stopwatches.Now;
        var done = await Task.WhenAll(Enumerable.Range(0, Drainers).Select(_ => Task.Run(() => DrainAsync(source, book))));
        return new Reading(done.Sum(), Stopwatches.SecondsSince(start));
    }

    private static async Task<int> DrainAsync(NpgsqlDataSource source, Book book)
    {
        await using var connection = await source.OpenConnectionAsync();
        var session = Guid.CreateVersion7();
        await ReadAsync(connection, book["RowsSession"], session);
        var all = 0;
        while (true)
        {
            var call = Guid.CreateVersion7();
            var ids = await ReadAsync(connection, book["RowsClaim"], Batch, call, session);
            if (ids.Count == 0)
                return all;
            await ReadAsync(connection, book["RowsFinish"], ids.ToArray(), call, session);
            all += ids.Count;
        }
    }

    private static async Task<List<Guid>> ReadAsync(NpgsqlConnection connection, Statement statement, params object[] values)
    {
        await using var command = new NpgsqlCommand(statement.Parts[0].Text, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
