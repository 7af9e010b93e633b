using System.Data.Common;

namespace Headway.Data;

/// <summary>
/// A database and the only ways to use it: each call is one transaction. Work handed in may run again from its start when two
/// transactions stood in each other's way, so it must keep nothing from a run before.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private protected const int Tries = 4;

    /// <summary>Which database it is.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Host and database, or the file; without secrets.</summary>
    public abstract string Place { get; }

    /// <summary>
    /// Opens a database: <c>postgres://user:secret@host/db</c> or <c>Host=…;Database=…</c> for PostgreSQL,
    /// a path or <c>Data Source=path</c> for SQLite, whose file is made if it is not there.
    /// </summary>
    /// <param name="connection">Where it is.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DatabaseException">It cannot be reached, another process owns the file, or its engine is too old.</exception>
    public static async ValueTask<Database> OpenAsync(string connection, DatabaseOptions options, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        return IsPostgres(connection)
            ? await PostgresDatabase.ConnectAsync(connection, options, ct)
            : SqliteDatabase.Open(connection, options);
    }

    /// <summary>
    /// Reads with one or more statements sent together or one after the other; each sees its own snapshot on PostgreSQL, all see one on
    /// SQLite.
    /// </summary>
    public abstract ValueTask<T> ReadAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct);

    /// <summary>
    /// Writes with exactly one <see cref="DbSession.SendAsync"/>: the cheapest transaction, one round trip on PostgreSQL,
    /// where the statements of one message commit together or not at all.
    /// </summary>
    public abstract ValueTask<T> CommandAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct);

    /// <summary>Writes with as many statements as it takes, in one transaction that commits when <paramref name="work"/> returns.</summary>
    public abstract ValueTask<T> WriteAsync<T>(Func<DbSession, CancellationToken, ValueTask<T>> work, CancellationToken ct);

    /// <summary>Statements in a transaction that somebody else opened on this database and will commit.</summary>
    /// <param name="transaction">Open, of this database's driver.</param>
    /// <exception cref="ArgumentException">It is closed, of another driver or of another database.</exception>
    /// <exception cref="NotSupportedException">SQLite has one writer, and that is this database's own.</exception>
    public abstract DbSession Join(DbTransaction transaction);

    /// <summary>Runs a statement for its effect, as a transaction of its own.</summary>
    /// <returns>Rows written.</returns>
    public ValueTask<int> RunAsync(Statement statement, IReadOnlyList<Arg> args, CancellationToken ct) =>
        CommandAsync((session, token) => session.RunAsync(statement, args, token), ct);

    /// <summary>Reads the rows of one statement.</summary>
    public ValueTask<List<T>> ListAsync<T>(Statement statement, IReadOnlyList<Arg> args, Func<DbDataReader, T> read,
        CancellationToken ct) =>
        ReadAsync((session, token) => session.ListAsync(statement, args, read, token), ct);

    /// <summary>Reads the first row of one statement.</summary>
    /// <returns>Default where there is none.</returns>
    public ValueTask<T?> FirstAsync<T>(Statement statement, IReadOnlyList<Arg> args, Func<DbDataReader, T> read, CancellationToken ct) =>
        ReadAsync((session, token) => session.FirstAsync(statement, args, read, token), ct);

    /// <summary>Copies the database, as it is at one moment, into a new SQLite file, while it is read and written.</summary>
    /// <param name="path">Where; there must be no file.</param>
    /// <param name="ct">Cancels waiting for a place to read from.</param>
    /// <exception cref="NotSupportedException">It is a PostgreSQL: its own <c>pg_dump</c> does that.</exception>
    public abstract ValueTask CopyToAsync(string path, CancellationToken ct);

    /// <summary>Whether processes can tell one another something: on PostgreSQL, unless a pooler stands between.</summary>
    public virtual bool CarriesNotes => false;

    /// <summary>Connections this process may open at most; SQLite's are not counted by anybody: 0.</summary>
    public virtual int MaxConnections => 0;

    /// <summary>Statements are prepared on a server.</summary>
    public virtual bool Prepares => false;

    /// <summary>Tells all who listen, as a transaction of its own.</summary>
    /// <param name="note">Up to 8,000 bytes.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DatabaseException">The database could not be reached.</exception>
    public virtual ValueTask NoteAsync(string note, CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>
    /// Listens until cancelled, on a connection of its own that is opened again, with growing pauses, when it breaks.
    /// Notes are lost meanwhile; an empty one is given each time it listens again.
    /// </summary>
    /// <param name="heard">Called for each note.</param>
    /// <param name="ct">Ends it.</param>
    public virtual Task HearAsync(Action<string> heard, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private static bool IsPostgres(string connection) =>
        connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || connection.Contains("Host=", StringComparison.OrdinalIgnoreCase)
        || connection.Contains("Server=", StringComparison.OrdinalIgnoreCase);
}
