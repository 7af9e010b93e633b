using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Headway.Data;

/// <summary>
/// One SQLite connection with its prepared commands, kept as long as the connection: preparing costs more than running.
/// Everything completes before it returns: Microsoft.Data.Sqlite has no real async. Never used by two threads at once.
/// </summary>
internal sealed class SqliteSession : DbSession, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _place;
    private readonly Dictionary<StatementPart, SqliteCommand> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StatementPart, SqliteStatement?> _straight = new(ReferenceEqualityComparer.Instance);

    public SqliteSession(string path, SqliteOpenMode mode, SqliteClock clock)
    {
        _place = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        _connection.Open();
        _connection.CreateFunction("now_us", clock.Now);
        _connection.CreateFunction("lower", (string? text) =>
            text?.ToLowerInvariant(), isDeterministic: true); // SQLite's own knows ASCII only
    }

    public override Dialect Dialect => Dialect.Sqlite;

    public override ValueTask<int> SendAsync(
        IReadOnlyList<Statement> statements, IReadOnlyList<Arg> args, Action<int, DbDataReader>? row, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Send(statements, args, row));
    }

    /// <summary>Runs statements that have no parameters.</summary>
    public void Run(params ReadOnlySpan<Statement> statements)
    {
        foreach (var statement in statements)
            Send([statement], [], null);
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        foreach (var statement in _straight.Values)
            statement?.Dispose();
        _connection.Dispose();
    }

    public override DbCommand CreateCommand() => _connection.CreateCommand();

    internal override ValueTask RunTextAsync(string text, CancellationToken ct)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (Troubles.OfSqlite(e, _place) is { } trouble)
        {
            throw trouble;
        }
    }

    internal int Send(IReadOnlyList<Statement> statements, IReadOnlyList<Arg> args, Action<int, DbDataReader>? row)
    {
        var (written, set) = (0, 0);
        try
        {
            foreach (var statement in statements)
            {
                foreach (var part in statement.Parts)
                    written += Send(statement, part, args, row, ref set);
            }
        }
        catch (Exception e) when (Troubles.OfSqlite(e, _place) is { } trouble)
        {
            throw trouble;
        }

        return written;
    }

    private int Send(Statement statement, StatementPart part, IReadOnlyList<Arg> args, Action<int, DbDataReader>? row, ref int set)
    {
        var given = new Arg[part.Parameters.Count];
        var rows = 1;
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = Find(args, part.Parameters[i], statement);
            rows = given[i].Rows ?? rows;
        }

        var written = 0;
        if (Straight(part) is { } straight)
        {
            for (var n = 0; n < rows; n++)
            {
                for (var i = 0; i < given.Length; i++)
                {
                    if (n == 0 || given[i].Rows is not null)
                        straight.Bind(i, given[i], n);
                }

                written += straight.Run();
            }

            return written;
        }

        var command = Prepare(part);
        for (var n = 0; n < rows; n++)
        {
            for (var i = 0; i < given.Length; i++)
                command.Parameters[i].Value = ValueOf(given[i], n);
            written += Read(command, set, row);
        }

        set++;
        return written;
    }

    /// <summary>The statement without the command around it, where it returns no rows.</summary>
    private SqliteStatement? Straight(StatementPart part)
    {
        if (!_straight.TryGetValue(part, out var statement))
            _straight[part] = statement = SqliteStatement.Prepare(_connection.Handle!, part.Text);
        return statement;
    }

    private static object ValueOf(in Arg arg, int row) => arg.Value switch
    {
        null => DBNull.Value,
        Guid id => id.ToString("D"),
        Guid[] ids => ids[row].ToString("D"),
        string?[] texts => texts[row] ?? (object)DBNull.Value,
        int[] numbers => numbers[row],
        long[] numbers => numbers[row],
        long?[] numbers => numbers[row] ?? (object)DBNull.Value,
        bool flag => flag ? 1L : 0L,
        var value => value,
    };

    private static int Read(SqliteCommand command, int set, Action<int, DbDataReader>? row)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
            row?.Invoke(set, reader);
        return Math.Max(0, reader.RecordsAffected);
    }

    private SqliteCommand Prepare(StatementPart part)
    {
        if (_prepared.TryGetValue(part, out var command))
            return command;
        command = _connection.CreateCommand();
        command.CommandText = part.Text;
        foreach (var name in part.Parameters)
            command.Parameters.Add(new SqliteParameter($"@{name}", null));
        command.Prepare();
        return _prepared[part] = command;
    }
}
