using System.Buffers;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headway.Data;

/// <summary>
/// The rows of any table as JSON objects, the same text on both databases: columns by name, nulls left out, bytes in hexadecimal.
/// </summary>
/// <param name="shape">The table.</param>
/// <param name="dialect">Of its database.</param>
public sealed class TableRows(TableShape shape, Dialect dialect)
{
    private static readonly JsonWriterOptions Loose = new()
    { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly Book _book = Kit.For(dialect);
    private readonly IReadOnlyList<KeyPart> _key = KeyOf(shape, dialect);

    /// <summary>The table.</summary>
    public TableShape Shape => shape;

    /// <summary>Reads the next rows in the order of the table's key.</summary>
    /// <param name="session">Where.</param>
    /// <param name="of">Only rows with this id in this column; null for all.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="row">Takes each row, a JSON object in UTF-8; valid until it returns.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Where it ended; null where there are no more.</returns>
    public async ValueTask<IReadOnlyList<object>?> ReadAsync(
        DbSession session, (string Column, Guid Id)? of, IReadOnlyList<object>? after, int limit, Action<ReadOnlyMemory<byte>> row,
        CancellationToken ct)
    {
        var args = new List<Arg> { Arg.Of("limit", limit) };
        var where = new List<string>();
        if (of is { } some)
        {
            where.Add($"{Quoted(some.Column)} = @of");
            args.Add(Arg.Of("of", some.Id));
        }

        if (after is not null)
        {
            where.Add($"({Join(_key.Select(part => part.Text))}) > ({Join(_key.Select((part, i) => part.Bind($"@k{i}")))})");
            args.AddRange(after.Select((value, i) => ArgOf($"k{i}", value)));
        }

        var statement = _book["TableRows"].Filled(
            ("columns", Columns()), ("keys", Join(_key.Select(part => part.Read))), ("table", Quoted(shape.Name)),
            ("where", where.Count == 0 ? "true" : string.Join(" AND ", where)), ("order", Join(_key.Select(part => part.Text))));
        var (count, last) = (0, (IReadOnlyList<object>?)null);
        var buffer = new ArrayBufferWriter<byte>(512);
        await session.SendAsync([statement], args, (_, reader) =>
        {
            buffer.ResetWrittenCount();
            Write(reader, buffer);
            row(buffer.WrittenMemory);
            last = [.. _key.Select((part, i) => part.Value(reader, shape.Columns.Count + i))];
            count++;
        }, ct);
        return count < limit ? null : last;
    }

    /// <summary>Adds rows.</summary>
    /// <param name="session">Where.</param>
    /// <param name="rows">A JSON array of objects as read from a table of this name, here or in the other database.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask<int> AddAsync(DbSession session, string rows, CancellationToken ct) => session.RunAsync(
        _book["AddTableRows"].Filled(
            ("table", Quoted(shape.Name)), ("columns", Columns()), ("picks", Join(shape.Columns.Select(Pick))),
            ("types", Join(shape.Columns.Select(column => $"{Quoted(column.Name)} {TypeOf(column.Kind)}")))),
        [Arg.Json("rows", rows)], ct);

    /// <summary>Deletes all rows.</summary>
    public ValueTask<int> ClearAsync(DbSession session, CancellationToken ct) =>
        session.RunAsync(_book["ClearTable"].Filled(("table", Quoted(shape.Name))), [], ct);

    /// <summary>Deletes some of the rows with an id in a column.</summary>
    /// <returns>How many; fewer than the limit: there are no more.</returns>
    public ValueTask<int> DropAsync(DbSession session, string column, Guid id, int limit, CancellationToken ct) => session.RunAsync(
        _book["DropTableRows"].Filled(("table", Quoted(shape.Name)), ("where", $"{Quoted(column)} = @of")),
        [Arg.Of("of", id), Arg.Of("limit", limit)], ct);

    private static IReadOnlyList<KeyPart> KeyOf(TableShape shape, Dialect dialect)
    {
        var key = shape.Columns.Where(column => column.Key > 0).OrderBy(column => column.Key).ToList();
        if (key.Count > 0)
            return [.. key.Select(column => new KeyPart(Quoted(column.Name), Quoted(column.Name), null, column.Kind))];
        return dialect == Dialect.Sqlite
            ? [new KeyPart("rowid", "rowid", null, ColumnKind.Number)]
            : [new KeyPart("CAST(tableoid AS bigint)", "CAST(tableoid AS bigint)", null, ColumnKind.Number),
                new KeyPart("ctid", "CAST(ctid AS text)", "tid", ColumnKind.Text)];
    }

    private void Write(DbDataReader row, ArrayBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, Loose);
        json.WriteStartObject();
        for (var i = 0; i < shape.Columns.Count; i++)
        {
            if (row.IsDBNull(i))
                continue;
            var name = shape.Columns[i].Name;
            switch (shape.Columns[i].Kind)
            {
                case ColumnKind.Number: json.WriteNumber(name, row.GetInt64(i)); break;
                case ColumnKind.Real: json.WriteNumber(name, row.GetDouble(i)); break;
                case ColumnKind.Flag: json.WriteBoolean(name, row.GetBoolean(i)); break;
                case ColumnKind.Id: json.WriteString(name, row.GetGuid(i)); break;
                case ColumnKind.Bytes: json.WriteString(name, Convert.ToHexStringLower(row.GetFieldValue<byte[]>(i))); break;
                default: json.WriteString(name, row.GetString(i)); break;
            }
        }

        json.WriteEndObject();
    }

    private string Pick(ColumnShape column) => (dialect, column.Kind) switch
    {
        (Dialect.Postgres, ColumnKind.Bytes) => $"decode(x.{Quoted(column.Name)}, 'hex')",
        (Dialect.Postgres, ColumnKind.Json) => $"CAST(x.{Quoted(column.Name)} AS jsonb)",
        (Dialect.Postgres, _) => $"x.{Quoted(column.Name)}",
        (_, ColumnKind.Bytes) => $"unhex(value ->> '{column.Name}')",
        _ => $"value ->> '{column.Name}'",
    };

    private static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "bigint",
        ColumnKind.Real => "double precision",
        ColumnKind.Flag => "boolean",
        ColumnKind.Id => "uuid",
        _ => "text",
    };

    private static Arg ArgOf(string name, object value) => value switch
    {
        long number => Arg.Of(name, number),
        Guid id => Arg.Of(name, id),
        bool flag => Arg.Of(name, flag),
        double real => Arg.Of(name, real),
        _ => Arg.Of(name, (string)value),
    };

    private string Columns() => Join(shape.Columns.Select(column => Quoted(column.Name)));

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string Quoted(string name) => $"\"{name}\"";

    /// <summary>A part of what orders a table's rows.</summary>
    private sealed record KeyPart(string Text, string Read, string? Cast, ColumnKind Kind)
    {
        public string Bind(string parameter) => Cast is null ? parameter : $"CAST({parameter} AS {Cast})";

        public object Value(DbDataReader row, int column) => Kind switch
        {
            ColumnKind.Number => row.GetInt64(column),
            ColumnKind.Id => row.GetGuid(column),
            ColumnKind.Flag => row.GetBoolean(column),
            ColumnKind.Real => row.GetDouble(column),
            _ => row.GetString(column),
        };
    }
}
