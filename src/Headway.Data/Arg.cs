namespace Headway.Data;

/// <summary>A parameter with its value; each dialect knows how to send its kind.</summary>
public readonly record struct Arg
{
    private Arg(string name, ArgKind kind, object? value) => (Name, Kind, Value) = (name, kind, value);

    /// <summary>Without the <c>@</c>.</summary>
    public string Name { get; }

    /// <summary>Rows of a column; null where it is one value.</summary>
    internal int? Rows => (Value as Array)?.Length;

    internal ArgKind Kind { get; }

    internal object? Value { get; }

    /// <summary>Text; may be null.</summary>
    public static Arg Of(string name, string? value) => new(name, ArgKind.Text, value);

    /// <summary>A 32-bit number.</summary>
    public static Arg Of(string name, int? value) => new(name, ArgKind.Int, value);

    /// <summary>A 64-bit number.</summary>
    public static Arg Of(string name, long? value) => new(name, ArgKind.Long, value);

    /// <summary>A floating-point number.</summary>
    public static Arg Of(string name, double? value) => new(name, ArgKind.Double, value);

    /// <summary>True or false.</summary>
    public static Arg Of(string name, bool? value) => new(name, ArgKind.Flag, value);

    /// <summary>A UUID: <c>uuid</c> on PostgreSQL, its lower-case text on SQLite.</summary>
    public static Arg Of(string name, Guid? value) => new(name, ArgKind.Id, value);

    /// <summary>A moment, as µs since 1970.</summary>
    public static Arg Of(string name, DateTimeOffset? value) => new(name, ArgKind.Long, value is { } at ? Micros.Of(at) : null);

    /// <summary>A length of time, as µs.</summary>
    public static Arg Of(string name, TimeSpan? value) => new(name, ArgKind.Long, value is { } span ? Micros.Of(span) : null);

    /// <summary>JSON text: <c>jsonb</c> on PostgreSQL. The way to hand over lists and rows.</summary>
    public static Arg Json(string name, string value) => new(name, ArgKind.Json, value);

    /// <summary>
    /// A column of a table, the fast way to hand over many rows: on PostgreSQL an array, for <c>unnest</c>;
    /// on SQLite the statement runs once a row. All columns of a statement have as many rows.
    /// </summary>
    public static Arg Column(string name, Guid[] values) => new(name, ArgKind.Id, values);

    /// <inheritdoc cref="Column(string, Guid[])"/>
    public static Arg Column(string name, string?[] values) => new(name, ArgKind.Text, values);

    /// <inheritdoc cref="Column(string, Guid[])"/>
    public static Arg Column(string name, int[] values) => new(name, ArgKind.Int, values);

    /// <inheritdoc cref="Column(string, Guid[])"/>
    public static Arg Column(string name, long[] values) => new(name, ArgKind.Long, values);

    /// <inheritdoc cref="Column(string, Guid[])"/>
    public static Arg Column(string name, long?[] values) => new(name, ArgKind.Long, values);
}

internal enum ArgKind
{
    Text,
    Int,
    Long,
    Double,
    Flag,
    Id,
    Json,
}
