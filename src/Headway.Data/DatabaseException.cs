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
