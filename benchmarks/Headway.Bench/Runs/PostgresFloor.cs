using Headway.Data;
using Npgsql;

namespace Headway.Bench.Runs;

internal sealed class PostgresFloor(string connection) : IFloor
{
    private readonly Book _book = Book.Load(typeof(PostgresFloor).Assembly, Dialect.Postgres);
    private readonly NpgsqlDataSource _source =
        NpgsqlDataSource.Create(connection + ";Maximum Pool Size=100;Max Auto Prepare=20;Auto Prepare Min Usages=1;No Reset On Close=true");
    private long _last;

    public int Drainers => 4;

    public Task InsertOneAsync() => RunAsync("FloorInsertOne", Interlocked.Increment(ref _last));

    public Task InsertAsync(int count)
    {
        var last = Interlocked.Add(ref _last, count);
        return RunAsync("FloorInsertMany", Enumerable.Range(0, count).Select(i => last - count + 1 + i).ToArray());
    }

    public async Task<int> ClaimAndFinishAsync(int batch)
    {
        var token = Guid.NewGuid();
        var ids = new List<long>(batch);
        await using (var command = Command("FloorClaim", token, batch))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                ids.Add(reader.GetInt64(0));
        }

        if (ids.Count > 0)
            await RunAsync("FloorFinishClaimed", token, ids.ToArray());
        return ids.Count;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task RunAsync(string statement, params object[] values)
    {
        await using var command = Command(statement, values);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string statement, params object[] values)
    {
        var command = _source.CreateCommand(_book[statement].Parts[0].Text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
