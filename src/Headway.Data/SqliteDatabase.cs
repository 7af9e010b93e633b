using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Headway.Data;

/// <summary>SQLite: one owner of the file, one writer, four readers that see the last commit and never wait for the writer.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Readers = 4;
    private static readonly Version Oldest = new(3, 51, 3); // earlier ones can lose a commit when a checkpoint meets a writer (WAL reset)
    private readonly SqliteLock _lock;
    private readonly SqliteClock _clock;
    private readonly SqliteSession _writing;
    private readonly SqliteWriter _writer;
    private readonly Book _book = Kit.For(Dialect.Sqlite);
    private readonly SemaphoreSlim _free = new(Readers, Readers);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private bool _closed;

    private SqliteDatabase(string path, SqliteLock held, SqliteClock clock, SqliteSession writing)
    {
        (Place, _lock, _clock, _writing) = (path, held, clock, writing);
        _writer = new SqliteWriter(writing);
    }

    public override Dialect Dialect => Dialect.Sqlite;

    public override string Place { get; }

    public static Database Open(string connection, DatabaseOptions options)
    {
        var path = Path.GetFullPath(PathOf(connection));
        var held = SqliteLock.Take(path);
        SqliteSession? writing = null;
        try
        {
            var clock = new SqliteClock(options.Clock);
            writing = new SqliteSession(path, SqliteOpenMode.ReadWriteCreate, clock);
            Check(writing, path, options);
            writing.Run(Kit.For(Dialect.Sqlite)["WriterSettings"]);
            return new SqliteDatabase(path, held, clock, writing);
        }
        catch (Exception e)
        {
            writing?.Dispose();
            held.Dispose();
            if (Troubles.OfSqlite(e, path) is { } trouble)
                throw trouble;
            throw;
        }
    }

    public override DbSession Join(DbTransaction transaction) => throw new NotSupportedException(
        "SQLite has one writer, and that is the store's own; run the work through it instead.");

    public override async ValueTask<T> ReadAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_readers.TryTake(out var session))
                session = NewReader();
            try
            {
                session.Run(_book["BeginRead"]);
                try
                {
                    return await work(session, ct);
                }
                finally
                {
                    session.Run(_book["Commit"]);
                }
            }
            finally
            {
                _readers.Add(session);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public override ValueTask<T> CommandAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) =>
        _writer.RunAsync(work, ct);

    public override ValueTask<T> WriteAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct) =>
        _writer.RunAsync(work, ct);

    public override async ValueTask CopyToAsync(string path, CancellationToken ct)
    {
        await _free.WaitAsync(ct); // closing waits for all places, so the file stays open as long as the copy takes
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            await Task.Yield();
            using var session = new SqliteSession(Place, SqliteOpenMode.ReadOnly, _clock);
            session.Send([_book["CopyInto"]], [Arg.Of("path", path)], null);
        }
        finally
        {
            _free.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        for (var i = 0; i < Readers; i++)
            await _free.WaitAsync();
        _closed = true;
        foreach (var reader in _readers)
            reader.Dispose();
        _free.Release(Readers);
        _writer.Stop();
        _writing.Dispose();
        _lock.Dispose();
    }

    private SqliteSession NewReader()
    {
        var session = new SqliteSession(Place, SqliteOpenMode.ReadOnly, _clock);
        session.Run(_book["ReaderSettings"]);
        return session;
    }

    private static void Check(SqliteSession session, string path, DatabaseOptions options)
    {
        var book = Kit.For(Dialect.Sqlite);
        var version = "";
        session.Send([book["SqliteVersion"]], [], (_, row) => version = row.GetString(0));
        if (Version.Parse(version) < Oldest)
        {
            throw new DatabaseException(DatabaseFault.Version,
                $"This build carries SQLite {version}; {Oldest} or later is needed, as earlier ones can lose commits.");
        }

        if (!options.QuickCheck)
            return;
        var verdict = "ok";
        session.Send([book["QuickCheck"]], [], (_, row) => verdict = row.GetString(0));
        if (verdict != "ok")
            throw new DatabaseException(DatabaseFault.Damaged, $"{path} is damaged ({verdict}); restore a backup.");
    }

    private static string PathOf(string connection) =>
        connection.Contains("Data Source=", StringComparison.OrdinalIgnoreCase)
            ? new SqliteConnectionStringBuilder(connection).DataSource
            : connection.StartsWith("sqlite://", StringComparison.OrdinalIgnoreCase) ? connection["sqlite://".Length..] : connection;
}
