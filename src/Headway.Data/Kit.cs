namespace Headway.Data;

/// <summary>The kit's own pages of the book, and what it needs to know of the engines.</summary>
internal static class Kit
{
    private static readonly Book Postgres = Book.Load(typeof(Kit).Assembly, Dialect.Postgres);
    private static readonly Book Sqlite = Book.Load(typeof(Kit).Assembly, Dialect.Sqlite);

    public static Book For(Dialect dialect) => dialect == Dialect.Postgres ? Postgres : Sqlite;
}
