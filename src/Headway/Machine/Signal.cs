namespace Headway.Machine;

/// <summary>What can happen to an item.</summary>
public enum Signal
{
    /// <summary>Everything it waited for ended well.</summary>
    DependenciesDone,

    /// <summary>Something it waited for failed.</summary>
    DependencyFailed,

    /// <summary>Its due time came.</summary>
    CameDue,

    /// <summary>A worker session took it.</summary>
    Claimed,

    /// <summary>The handler did its work.</summary>
    Succeeded,

    /// <summary>The handler found nothing to do.</summary>
    FoundNothing,

    /// <summary>The attempt failed for a passing cause and attempts are left.</summary>
    FaultedTransient,

    /// <summary>The attempt failed for good, or no attempts are left.</summary>
    FaultedForGood,

    /// <summary>The session handed it back unspent.</summary>
    Released,

    /// <summary>It was taken back from a dead session and attempts are left.</summary>
    Reaped,

    /// <summary>It was taken back from a dead session and no attempts are left.</summary>
    ReapedWithNoneLeft,

    /// <summary>The handler asked to be called again later; no attempt is charged.</summary>
    Snoozed,

    /// <summary>It took its worker down for the third time while it ran alone.</summary>
    CrashedAlone,

    /// <summary>Its job was cancelled, or ended without it.</summary>
    Cancelled,

    /// <summary>A person retries it; raises the job's generation.</summary>
    RetriedByPerson,

    /// <summary>A person says that nothing is to be done for it.</summary>
    SkippedByPerson,

    /// <summary>Its handler says it harms the worker.</summary>
    FaultedAsPoison,
}
