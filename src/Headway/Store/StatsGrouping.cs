namespace Headway.Store;

/// <summary>What one row of statistics is about.</summary>
public enum StatsGrouping
{
    /// <summary>Everything together; its key is empty.</summary>
    All,

    /// <summary>A job type.</summary>
    Type,

    /// <summary>An organisation.</summary>
    Org,

    /// <summary>A queue.</summary>
    Queue,
}
