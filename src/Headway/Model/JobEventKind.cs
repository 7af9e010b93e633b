namespace Headway.Model;

/// <summary>What an event reports.</summary>
public enum JobEventKind
{
    /// <summary>Jobs were accepted.</summary>
    Enqueued,

    /// <summary>Items were added by a plan.</summary>
    Planned,

    /// <summary>Chunks were claimed.</summary>
    Claimed,

    /// <summary>Outcomes were recorded.</summary>
    Finished,

    /// <summary>Items were handed back unspent.</summary>
    Released,

    /// <summary>Items were taken back from a dead session.</summary>
    Reaped,

    /// <summary>Waiting items came due.</summary>
    Promoted,

    /// <summary>Running items reported progress.</summary>
    Progressed,

    /// <summary>A person paused it.</summary>
    Paused,

    /// <summary>A person resumed it.</summary>
    Resumed,

    /// <summary>A person cancelled it.</summary>
    Cancelled,

    /// <summary>A person changed its priority.</summary>
    Reprioritised,

    /// <summary>A person retried an item, or all that failed.</summary>
    Retried,

    /// <summary>A person started it afresh.</summary>
    Restarted,

    /// <summary>A person said of an item that it is to be skipped.</summary>
    Skipped,

    /// <summary>A person had it rolled back, or its rollback came to its end.</summary>
    RolledBack,

    /// <summary>Its handler said something.</summary>
    Logged,

    /// <summary>A person wants it kept for ever.</summary>
    Kept,

    /// <summary>A person no longer wants it kept for ever.</summary>
    LetGo,

    /// <summary>It was deleted, by a person or a retention policy.</summary>
    Deleted,

    /// <summary>It was brought back from the archive.</summary>
    Restored,

    /// <summary>A job it waited for ended, or it was given a child.</summary>
    Related,

    /// <summary>It had taken longer than its time limit, and was ended.</summary>
    TimedOut,
}
