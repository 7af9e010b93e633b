using System.Data;
using Npgsql;

namespace Headway.Data;

/// <summary>
/// A few open connections before Npgsql's pool, the last one used given out first. The pool gives out the one that has rested longest, so
/// that on a quiet system every call meets a server process whose plans and caches have gone cold, and each of them plans everything anew.
/// </summary>
internal sealed class WarmConnections(NpgsqlDataSource source, int maxPool) : IAsyncDisposable
{
    private readonly int _most = Math.Min(4, maxPool / 2); // the others stay with the pool, for whoever waits there
    private readonly Stack<NpgsqlConnection> _warm = [];
    private int _opening;
    private int _epoch;
    private bool _closed;

    /// <summary>Counts how often all have been dropped; say it when giving one back.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>An open connection.</summary>
    public async ValueTask<NpgsqlConnection> TakeAsync(CancellationToken ct)
    {
        if (PopOrWait() is { } warm)
            return warm;
        try
        {
            return await source.OpenConnectionAsync(ct);
        }
        finally
        {
            Interlocked.Decrement(ref _opening);
        }
    }

    /// <summary>Gives a connection back that has done its work; one whose work failed is disposed of instead.</summary>
    /// <param name="connection">No transaction is open on it.</param>
    /// <param name="epoch">As it was when the connection was taken.</param>
    public ValueTask GiveBackAsync(NpgsqlConnection connection, int epoch)
    {
        lock (_warm)
        {
            // Whoever waits inside the pool hears only of what comes back to the pool.
            if (!_closed && epoch == _epoch && _warm.Count < _most && Volatile.Read(ref _opening) == 0)
            {
                _warm.Push(connection);
                return ValueTask.CompletedTask;
            }
        }

        return connection.DisposeAsync();
    }

    /// <summary>Drops all that rest, here and in the pool; those in use are dropped when they come back.</summary>
    public void Clear()
    {
        foreach (var connection in Empty(close: false))
            connection.Dispose(); // back to the pool first, which then closes it
        source.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in Empty(close: true))
            await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <summary>A warm one; where there is none the caller counts as waiting, in the same step, so that nothing is kept from it.</summary>
    private NpgsqlConnection? PopOrWait()
    {
        while (true)
        {
            NpgsqlConnection? warm;
            lock (_warm)
            {
                if (!_warm.TryPop(out warm))
                {
                    Interlocked.Increment(ref _opening);
                    return null;
                }
            }

            if (warm.FullState == ConnectionState.Open)
                return warm;
            warm.Dispose(); // its keep-alive found it dead
        }
    }

    private NpgsqlConnection[] Empty(bool close)
    {
        lock (_warm)
        {
            NpgsqlConnection[] all = [.. _warm];
            _warm.Clear();
            (_closed, _epoch) = (_closed || close, _epoch + 1);
            return all;
        }
    }
}
