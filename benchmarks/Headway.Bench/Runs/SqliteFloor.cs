using Headway.Data;
using Microsoft.Data.Sqlite;

namespace Headway.Bench.Runs;

/// <summary>One connection: SQLite has one writer, and two only wait for each other.</summary>
internal sealed class SqliteFloor : IFloor
{
    private readonly Book _book = Book.Load(typeof(SqliteFloor).Assembly, Dialect.Sqlite);
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);
    private long _last;

    public SqliteFloor(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=false");
        _connection.Open();
        Run(_book["FloorSettings"].Parts[0].Text);
        Run(_book["FloorSettings"].Parts[1].Text);
    }

    public int Drainers => 1;

    public async Task InsertOneAsync()
    {
        await _turn.WaitAsync();
        try
        {
            Insert(1);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task InsertAsync(int count)
    {
        Insert(count);
        return Task.CompletedTask;
    }

    public Task<int> ClaimAndFinishAsync(int batch)
    {
        var token = Guid.NewGuid().ToString();
        var ids = new List<long>(batch);
        using (var transaction = _connection.BeginTransaction())
        {
            using var claim = Command("FloorClaim", ("@token", token), ("@n", batch));
            using var reader = claim.ExecuteReader();
            while (reader.Read())
                ids.Add(reader.GetInt64(0));
            reader.Close();
            transaction.Commit();
        }

        using (var transaction = _connection.BeginTransaction())
        {
            using var finish = Command("FloorFinishClaimed", ("@token", token), ("@id", 0L));
            foreach (var id in ids)
            {
                finish.Parameters["@id"].Value = id;
                finish.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Task.FromResult(ids.Count);
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _connection.DisposeAsync();
    }

    private void Insert(int count)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = Command("FloorInsertOne", ("@id", 0L));
        for (var i = 0; i < count; i++)
        {
            insert.Parameters["@id"].Value = ++_last;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteCommand Command(string statement, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = _book[statement].Parts[0].Text;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void Run(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
