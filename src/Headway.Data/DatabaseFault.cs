namespace Headway.Data;

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
