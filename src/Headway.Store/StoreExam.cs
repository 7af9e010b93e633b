using Headway.Model;

namespace Headway.Store;

/// <summary>What a look into the database found.</summary>
public sealed record StoreExam
{
    /// <summary>The database's clock less this machine's; exact to the time of the question.</summary>
    public required TimeSpan Skew { get; init; }

    /// <summary>Settings of the server by name; on SQLite those of the connection that writes, and what a quick check found.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Connections this process may open at most.</summary>
    public required int PoolSize { get; init; }

    /// <summary>A pooler stands between this process and the server.</summary>
    public required bool IsPooled { get; init; }

    /// <summary>Statements are prepared on the server.</summary>
    public required bool Prepares { get; init; }

    /// <summary>The schema's lines and their versions.</summary>
    public required IReadOnlyList<(string Line, int Version)> Lines { get; init; }

    /// <summary>The largest tables in bytes with their indexes; on SQLite the file.</summary>
    public required IReadOnlyList<(string Name, long Bytes)> Tables { get; init; }

    /// <summary>Jobs with the largest results, in characters.</summary>
    public required IReadOnlyList<(JobId Id, string Type, long Length)> Results { get; init; }

    /// <summary>Rows that belong to nothing, by table; tables without are left out.</summary>
    public required IReadOnlyList<(string Table, long Rows)> Orphans { get; init; }

    /// <summary>Jobs whose counters disagree with their items, at most 100.</summary>
    public required IReadOnlyList<JobId> Miscounted { get; init; }
}
