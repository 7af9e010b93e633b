using System.Text;
using System.Text.Json;
using Headway.Data;

namespace Headway.Store;

/// <summary>Rows on their way back into one table. What an older version did not know keeps the default of its column.</summary>
internal sealed class ArchivedRows
{
    private readonly StringBuilder _json = new("[");
    private readonly HashSet<string> _columns = [];

    public string Table { get; private set; } = "";

    public int Count { get; private set; }

    public int Bytes => _json.Length;

    public void Add(string table, JsonElement row)
    {
        Table = table;
        if (Count++ > 0)
            _json.Append(',');
        _json.Append(row.GetRawText());
        foreach (var column in row.EnumerateObject())
            _columns.Add(column.Name);
    }

    public ValueTask<int> AddAsync(TableRows table, DbSession session, CancellationToken ct)
    {
        var shape = table.Shape with { Columns = [.. table.Shape.Columns.Where(column => _columns.Contains(column.Name))] };
        return new TableRows(shape, session.Dialect).AddAsync(session, _json + "]", ct);
    }
}
