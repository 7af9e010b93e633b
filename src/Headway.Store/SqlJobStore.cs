using Headway.Data;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// The store over PostgreSQL and SQLite: one class, one book of SQL (<c>Sql/*.sql</c>). Each topic has its file; what a statement
/// guards and locks is said where it is written.
/// </summary>
public sealed partial class SqlJobStore : IJobStore, IStatsStore, IAsyncDisposable
{
    private readonly Database _database;
    private readonly Book _book;
    private readonly Hints _hints;
    private readonly EnqueueGroups _enqueues;
    private int _owners = 1;

    private SqlJobStore(Database database, TimeProvider clock)
    {
        _database = database;
        _book = Book.Load(typeof(SqlJobStore).Assembly, database.Dialect);
        _hints = new Hints(database, clock);
        _enqueues = new EnqueueGroups(CommitSimpleAsync);
    }

    /// <summary>The database underneath, for job types that keep tables of their own beside it.</summary>
    public Database Database => _database;

    /// <summary>Goes over the shared pages alone; so the hot path is compared with what it must do.</summary>
    internal bool IsPlain { get; set; }

    /// <summary>Opens a database, brings its schema up to date and looks whether it can be used.</summary>
    /// <param name="connection">As <see cref="Headway.Data.Database.OpenAsync"/> takes it.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DatabaseException">It cannot be used; the message says why and what to do.</exception>
    public static async ValueTask<SqlJobStore> OpenAsync(string connection, DatabaseOptions options, CancellationToken ct)
    {
        var database = await Database.OpenAsync(connection, options, ct);
        try
        {
            await new Migrator(database, options.Clock).RunAsync("jobs", typeof(SqlJobStore).Assembly, ct);
            var store = new SqlJobStore(database, options.Clock);
            // Who opens a SQLite file owns it alone: every session in it is dead, and the reaper need not wait for its lease.
            if (database.Dialect == Dialect.Sqlite)
                await database.RunAsync(store._book["ExpireSessions"], [], ct);
            store.Limit((await store.ListAsync(store._book["AreLimited"], [], _ => true, ct)).Count > 0);
            return store;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a database back to an earlier version of the schema, for the program of an earlier release.</summary>
    /// <param name="connection">As <see cref="Headway.Data.Database.OpenAsync"/> takes it.</param>
    /// <param name="to">The version that is left.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many migrations were undone.</returns>
    /// <exception cref="DatabaseException">Workers are up, or a migration cannot be undone; nothing was changed then.</exception>
    public static async ValueTask<int> DowngradeAsync(string connection, int to, CancellationToken ct)
    {
        await using var database = await Database.OpenAsync(connection, new DatabaseOptions(), ct);
        var book = Book.Load(typeof(SqlJobStore).Assembly, database.Dialect);
        // A SQLite file is ours alone now; who had it is dead, whatever its lease says.
        var alive = database.Dialect == Dialect.Sqlite ? []
            : await database.ListAsync(book["LiveSessions"], [], row => row.GetString(0), ct);
        if (alive.Count > 0)
        {
            throw new DatabaseException(DatabaseFault.Locked,
                $"Workers of this release are up ({string.Join(", ", alive)}): stop every process before going back.");
        }

        return await new Migrator(database, TimeProvider.System).UndoAsync("jobs", typeof(SqlJobStore).Assembly, to, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> NowAsync(CancellationToken ct) =>
        (await FirstAsync("Now", [], row => new { At = row.Time(0) }, ct))!.At;

    /// <inheritdoc/>
    public ValueTask WaitAsync(StoreHint hint, TimeSpan atMost, CancellationToken ct) => _hints.WaitAsync(hint, atMost, ct);

    /// <summary>The store once more, for somebody who will dispose it as if it were theirs: a container, for each face of it.</summary>
    internal SqlJobStore Shared()
    {
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <summary>Closes the database when the last who owns it asks; what was acknowledged is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _owners) > 0)
            return;
        await _hints.DisposeAsync();
        await _database.DisposeAsync();
    }

    private List<Statement> Pages(params ReadOnlySpan<string> names)
    {
        var statements = new List<Statement>(names.Length);
        foreach (var name in names)
            statements.Add(_book[name]);
        return statements;
    }

    private async ValueTask<T> CommandAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        try
        {
            return await _database.CommandAsync(work, ct);
        }
        catch (DatabaseException e) when (IsPassing(e))
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    private async ValueTask<T> WriteAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        try
        {
            return await _database.WriteAsync(work, ct);
        }
        catch (DatabaseException e) when (IsPassing(e))
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    private async ValueTask<T> ReadAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        try
        {
            return await _database.ReadAsync(work, ct);
        }
        catch (DatabaseException e) when (IsPassing(e))
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    private ValueTask<List<T>> ListAsync<T>(
        Statement statement, IReadOnlyList<Arg> args, Func<System.Data.Common.DbDataReader, T> read, CancellationToken ct) =>
        ReadAsync((session, token) => session.ListAsync(statement, args, read, token), ct);

    private async ValueTask<T?> FirstAsync<T>(
        string name, IReadOnlyList<Arg> args, Func<System.Data.Common.DbDataReader, T> read, CancellationToken ct) where T : class =>
        (await ListAsync(_book[name], args, read, ct)).FirstOrDefault();

    private static bool IsPassing(DatabaseException e) =>
        e.Fault is DatabaseFault.Unavailable or DatabaseFault.Conflict or DatabaseFault.Locked;

    private static Arg Id(JobId id) => Arg.Of("id", id.Value);
}
