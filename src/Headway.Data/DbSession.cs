using System.Data.Common;

namespace Headway.Data;

/// <summary>An open transaction, or one command of its own: runs statements of the book.</summary>
public abstract class DbSession
{
    /// <summary>Which database it is.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Sends statements together: one round trip on PostgreSQL, one after the other on SQLite.</summary>
    /// <param name="statements">In order; all take their parameters from <paramref name="args"/>.</param>
    /// <param name="args">At least the parameters the statements name.</param>
    /// <param name="row">Called for each row with the number of its result set, counted from 0 over the parts that return rows.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Rows written by all of them together.</returns>
    /// <exception cref="DatabaseException">The database refused or could not be reached.</exception>
    public abstract ValueTask<int> SendAsync(
        IReadOnlyList<Statement> statements, IReadOnlyList<Arg> args, Action<int, DbDataReader>? row, CancellationToken ct);

    /// <summary>Runs a statement for its effect.</summary>
    /// <returns>Rows written.</returns>
    public ValueTask<int> RunAsync(Statement statement, IReadOnlyList<Arg> args, CancellationToken ct) =>
        SendAsync([statement], args, null, ct);

    /// <summary>Runs a statement and reads its rows.</summary>
    public async ValueTask<List<T>> ListAsync<T>(Statement statement, IReadOnlyList<Arg> args, Func<DbDataReader, T> read,
        CancellationToken ct)
    {
        var rows = new List<T>();
        await SendAsync([statement], args, (_, row) => rows.Add(read(row)), ct);
        return rows;
    }

    /// <summary>Runs a statement and reads its first row.</summary>
    /// <returns>Default where there is none.</returns>
    public async ValueTask<T?> FirstAsync<T>(Statement statement, IReadOnlyList<Arg> args, Func<DbDataReader, T> read, CancellationToken ct)
    {
        var (found, first) = (false, default(T));
        await SendAsync([statement], args, (_, row) =>
        {
            if (!found)
                (found, first) = (true, read(row));
        }, ct);
        return first;
    }

    /// <summary>An empty command of the driver in this transaction, for SQL that is in no book.</summary>
    public abstract DbCommand CreateCommand();

    /// <summary>Runs SQL as it stands, without parameters: for migrations and their like.</summary>
    internal abstract ValueTask RunTextAsync(string text, CancellationToken ct);

    private protected static Arg Find(IReadOnlyList<Arg> args, string name, Statement statement)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].Name == name)
                return args[i];
        }

        throw new ArgumentException($"Statement {statement.Name} wants a parameter @{name}.", nameof(args));
    }
}
