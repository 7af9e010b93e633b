namespace Headway.Data;

/// <summary>The two databases the book is written for.</summary>
public enum Dialect
{
    /// <summary>PostgreSQL 13 or later; keeps lines marked <c>--postgres</c>.</summary>
    Postgres,

    /// <summary>SQLite 3.51.3 or later; keeps lines marked <c>--sqlite</c>.</summary>
    Sqlite,
}
