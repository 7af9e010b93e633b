namespace Headway.Bulk;

/// <summary>What can be asked of many jobs together.</summary>
public enum BulkVerb
{
    /// <summary>Ends them now.</summary>
    Cancel,

    /// <summary>Takes nothing new of them.</summary>
    Pause,

    /// <summary>Lets paused ones go on.</summary>
    Resume,

    /// <summary>Gives open ones another priority.</summary>
    Reprioritise,

    /// <summary>Gives their failed and quarantined items another life.</summary>
    Retry,

    /// <summary>Starts ended ones afresh.</summary>
    Restart,

    /// <summary>Writes ended ones to the archive and deletes them.</summary>
    Archive,

    /// <summary>Deletes ended ones, for good.</summary>
    Delete,
}
