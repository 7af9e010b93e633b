using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Headway.Data;

/// <summary>What drivers throw, as one of a few kinds with a sentence each.</summary>
internal static class Troubles
{
    private const int Busy = 5, BusyTable = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Constraint = 19,
        NotADatabase = 26;

    /// <summary>Null where it is none of the kinds: a bug, or a caller's own exception.</summary>
    public static DatabaseException? OfPostgres(Exception e, string place) => e switch
    {
        PostgresException { SqlState: "40001" or "40P01" or "26000" } => new(DatabaseFault.Conflict,
            $"Two transactions stood in each other's way in {place}; repeat the request.", e),
        PostgresException { SqlState: ['2', '3', ..] } refused => new(DatabaseFault.Constraint,
            $"The database {place} refused the write: {refused.MessageText}.", e),
        PostgresException { SqlState: "28P01" or "28000" } refused => new(DatabaseFault.Unavailable,
            $"The database {place} refused the login ({refused.MessageText}); check user and password.", e),
        PostgresException { SqlState: "3D000" } refused => new(DatabaseFault.Unavailable,
            $"The server has no such database ({refused.MessageText}); create it.", e),
        PostgresException { SqlState: "53300" } => new(DatabaseFault.Unavailable,
            $"The server of {place} has no connection left; raise max_connections or lower the pool size.", e),
        PostgresException { SqlState: "25006" } => new(DatabaseFault.Unavailable,
            $"The database {place} is read-only just now (a standby?); it will be tried again.", e),
        PostgresException { SqlState: "53100" } => new(DatabaseFault.Unavailable,
            $"The disk of the server of {place} is full; make room.", e),
        PostgresException { SqlState: ['5', '7', ..] or ['0', '8', ..] or ['5', '3', ..] or ['5', '8', ..] or "55P03" } => new(
            DatabaseFault.Unavailable,
            $"The database {place} is not available just now; it will be tried again.", e),
        PostgresException => null,
        NpgsqlException { InnerException: TimeoutException } => new(DatabaseFault.Unavailable,
            $"The database {place} did not answer in time; check its load and the network.", e),
        NpgsqlException or SocketException or IOException => new(DatabaseFault.Unavailable,
            $"The database {place} cannot be reached; check that it runs and that the address is right.", e),
        _ => null,
    };

    /// <summary>Whether no connection was free in time, which says nothing of the server.</summary>
    public static bool IsPoolEmpty(Exception e) =>
        e is NpgsqlException { InnerException: TimeoutException } && e.Message.Contains("pool", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether other connections to the same server will fail the same way: it went away, or takes no writes any more.</summary>
    public static bool LeavesConnectionsDead(Exception? e) => e switch
    {
        PostgresException { SqlState: ['5', '7', 'P', '0', ..] or ['0', '8', ..] or "25006" or "26000" } => true,
        PostgresException => false,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>Null where it is none of the kinds: a bug, or a caller's own exception.</summary>
    public static DatabaseException? OfSqlite(Exception e, string place) =>
        e is not SqliteException lite ? null : lite.SqliteErrorCode switch
        {
            Busy or BusyTable => new(DatabaseFault.Locked, $"Another program is using {place}; close it.", e),
            ReadOnly => new(DatabaseFault.Unavailable, $"{place} cannot be written; check the rights of the file and its folder.", e),
            InputOutput => new(DatabaseFault.Unavailable, $"The disk under {place} failed to read or write; check it.", e),
            Full => new(DatabaseFault.Unavailable, $"The disk under {place} is full; make room.", e),
            CannotOpen => new(DatabaseFault.Unavailable, $"{place} cannot be opened; check that its folder exists and may be written.", e),
            Corrupt or NotADatabase => new(DatabaseFault.Damaged, $"{place} is damaged, or no database; restore a backup.", e),
            Constraint => new(DatabaseFault.Constraint, $"{place} refused the write: {lite.Message}", e),
            _ => null,
        };
}
