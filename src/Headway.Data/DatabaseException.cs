namespace Headway.Data;

/// <summary>What went wrong between the program and its database, in one sentence for a person.</summary>
/// <param name="fault">The kind.</param>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="inner">What the driver said; null where the kit found it itself.</param>
public sealed class DatabaseException(DatabaseFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind, for programs.</summary>
    public DatabaseFault Fault { get; } = fault;
}

/// <summary>Kinds of trouble a caller can react to.</summary>
public enum DatabaseFault
{
    /// <summary>It cannot be reached, or does not accept writes just now. Passing: wait and repeat.</summary>
    Unavailable,

    /// <summary>Two transactions stood in each other's way and this one was rolled back, more than once. Repeat.</summary>
    Conflict,

    /// <summary>Another process owns the file.</summary>
    Locked,

    /// <summary>The database, or its engine, has a version this program does not work with.</summary>
    Version,

    /// <summary>A constraint of the schema refused the write: a bug, or data of another program.</summary>
    Constraint,

    /// <summary>The file is damaged, or no database.</summary>
    Damaged,
}
