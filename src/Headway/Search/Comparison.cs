namespace Headway.Search;

/// <summary>How a value of a config is held against one that is asked for.</summary>
public enum Comparison
{
    /// <summary>The same: numbers by their value, other texts in any case, with <c>*</c> for any letters.</summary>
    Equal,

    /// <summary>Greater; numbers by their value, other texts letter by letter, so that ISO times are in order too.</summary>
    Greater,

    /// <summary>Greater or the same.</summary>
    AtLeast,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or the same.</summary>
    AtMost,
}
