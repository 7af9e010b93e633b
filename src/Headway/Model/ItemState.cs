namespace Headway.Model;

/// <summary>
/// Where an item is in its life. Only items move; <see cref="Machine.ItemStateMachine"/> is the table of their moves.
/// </summary>
public enum ItemState
{
    /// <summary>Waits for other items to end.</summary>
    Blocked,

    /// <summary>Due later.</summary>
    Scheduled,

    /// <summary>May be claimed now.</summary>
    Ready,

    /// <summary>Claimed: in a slot of a worker session, or about to be.</summary>
    Running,

    /// <summary>Its last attempt failed for a passing cause; due again after a back-off.</summary>
    Retrying,

    /// <summary>Final: it did its work.</summary>
    Completed,

    /// <summary>Final: there was nothing to do.</summary>
    Skipped,

    /// <summary>Final: failed for good; a person may retry it.</summary>
    Failed,

    /// <summary>Final: its job was cancelled; a person may retry it.</summary>
    Cancelled,

    /// <summary>Final: it kept killing workers; a person may retry it.</summary>
    Quarantined,
}
