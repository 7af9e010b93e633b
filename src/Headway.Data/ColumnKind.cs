namespace Headway.Data;

/// <summary>What a column holds, the same word for both databases.</summary>
public enum ColumnKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A UUID.</summary>
    Id,

    /// <summary>JSON as a type of its own.</summary>
    Json,

    /// <summary>Bytes.</summary>
    Bytes,
}
