namespace Headway.Model;

/// <summary>
/// What a person reads of a job. A pure fold over its items' counts and its control word: <see cref="Machine.JobStatusFold"/>.
/// </summary>
public enum JobStatus
{
    /// <summary>Its first due time lies ahead.</summary>
    Scheduled,

    /// <summary>Waits for a worker; nothing of it has ever run.</summary>
    Queued,

    /// <summary>Only its plan item runs: items are being enumerated.</summary>
    Preparing,

    /// <summary>Something of it runs, or has run and more will.</summary>
    Running,

    /// <summary>Paused by a person and nothing of it runs any more.</summary>
    Paused,

    /// <summary>Every open item waits for its next attempt.</summary>
    Retrying,

    /// <summary>Final: ended, with or without failed items ("completed with errors").</summary>
    Completed,

    /// <summary>Final: its plan or finish failed, or no item succeeded.</summary>
    Failed,

    /// <summary>Final: cancelled by a person.</summary>
    Cancelled,
}
