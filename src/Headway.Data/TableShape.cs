namespace Headway.Data;

/// <summary>A table as the catalog tells it: columns that are stored (generated ones left out), by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">By name.</param>
public sealed record TableShape(string Name, IReadOnlyList<ColumnShape> Columns)
{
    /// <summary>Reads the tables of a database, by name.</summary>
    public static async ValueTask<IReadOnlyList<TableShape>> ReadAsync(Database database, CancellationToken ct)
    {
        var columns = await database.ListAsync(Kit.For(database.Dialect)["TableColumns"], [], row =>
            (Table: row.GetString(0), Column: new ColumnShape(row.GetString(1), KindOf(row.GetString(2)), row.GetInt32(3))), ct);
        return
        [
            .. columns.GroupBy(row => row.Table).Select(table => new TableShape(table.Key, [.. table.Select(row => row.Column)
                .OrderBy(column => column.Name, StringComparer.Ordinal)])).OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether it has a column.</summary>
    public bool Has(string column) => Columns.Any(known => known.Name == column);

    private static ColumnKind KindOf(string type) => type switch
    {
        _ when type.Contains("uuid", StringComparison.Ordinal) => ColumnKind.Id,
        _ when type.Contains("bool", StringComparison.Ordinal) => ColumnKind.Flag,
        _ when type.Contains("int", StringComparison.Ordinal) => ColumnKind.Number,
        _ when type.Contains("double", StringComparison.Ordinal) || type.Contains("real", StringComparison.Ordinal) => ColumnKind.Real,
        _ when type.Contains("json", StringComparison.Ordinal) => ColumnKind.Json,
        "bytea" or "blob" => ColumnKind.Bytes,
        _ => ColumnKind.Text,
    };
}
