namespace Headway.Store;

/// <summary>What comes first in a list of errors.</summary>
public enum ErrorOrder
{
    /// <summary>What happened most often in the period.</summary>
    Times,

    /// <summary>What happened last.</summary>
    Last,

    /// <summary>What is newest.</summary>
    First,
}
