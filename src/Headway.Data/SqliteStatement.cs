using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Headway.Data;

/// <summary>
/// A prepared statement that returns no rows, run straight on SQLite: binding by number and without boxes, as it may run once a row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _prepared;
    private byte[] _text = new byte[256];

    private SqliteStatement(sqlite3 database, sqlite3_stmt prepared) => (_database, _prepared) = (database, prepared);

    /// <summary>Prepares it.</summary>
    /// <returns>Null where it returns rows.</returns>
    /// <exception cref="SqliteException">SQLite does not understand it.</exception>
    public static SqliteStatement? Prepare(sqlite3 database, string text)
    {
        Check(database, raw.sqlite3_prepare_v3(database, text, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
        if (raw.sqlite3_column_count(prepared) == 0)
            return new SqliteStatement(database, prepared);
        prepared.Dispose();
        return null;
    }

    /// <summary>Binds a parameter for all rows, or that of one row of a column.</summary>
    /// <param name="at">Its place, from 0.</param>
    /// <param name="arg">Its value or column.</param>
    /// <param name="row">Which row.</param>
    public void Bind(int at, in Arg arg, int row) => Check(_database, arg.Value switch
    {
        null => raw.sqlite3_bind_null(_prepared, at + 1),
        string text => Bind(at + 1, text),
        string?[] texts => Bind(at + 1, texts[row]),
        Guid id => Bind(at + 1, id),
        Guid[] ids => Bind(at + 1, ids[row]),
        int number => raw.sqlite3_bind_int(_prepared, at + 1, number),
        int[] numbers => raw.sqlite3_bind_int(_prepared, at + 1, numbers[row]),
        long number => raw.sqlite3_bind_int64(_prepared, at + 1, number),
        long[] numbers => raw.sqlite3_bind_int64(_prepared, at + 1, numbers[row]),
        long?[] numbers => numbers[row] is { } number ? raw.sqlite3_bind_int64(_prepared, at + 1, number)
            : raw.sqlite3_bind_null(_prepared, at + 1),
        bool flag => raw.sqlite3_bind_int(_prepared, at + 1, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(_prepared, at + 1, number),
        _ => throw new ArgumentException($"SQLite knows no {arg.Kind} like that of @{arg.Name}.", nameof(arg)),
    });

    /// <summary>Runs it.</summary>
    /// <returns>Rows written.</returns>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public int Run()
    {
        var before = raw.sqlite3_total_changes(_database);
        try
        {
            Check(_database, raw.sqlite3_step(_prepared));
        }
        finally
        {
            raw.sqlite3_reset(_prepared);
        }

        return raw.sqlite3_total_changes(_database) - before;
    }

    public void Dispose() => _prepared.Dispose();

    private int Bind(int place, string? text)
    {
        if (text is null)
            return raw.sqlite3_bind_null(_prepared, place);
        if (text.Length == 0)
            return raw.sqlite3_bind_text(_prepared, place, ""); // bytes of no length would be null
        if (_text.Length < text.Length * 3)
            _text = new byte[text.Length * 3];
        return raw.sqlite3_bind_text(_prepared, place, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private int Bind(int place, Guid id)
    {
        id.TryFormat(_text, out var length, "D");
        return raw.sqlite3_bind_text(_prepared, place, _text.AsSpan(0, length));
    }

    private static void Check(sqlite3 database, int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
