namespace Headway.Model;

/// <summary>What a job was made from another job for.</summary>
public enum JobOriginKind
{
    /// <summary>Over the items of the other that failed.</summary>
    RerunErrors,

    /// <summary>The other once more, perhaps with another config.</summary>
    RunAgain,

    /// <summary>To put back what the other changed.</summary>
    Rollback,
}
