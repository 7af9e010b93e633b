using Headway.Model;

namespace Headway.Store;

/// <summary>What came of one item.</summary>
public sealed record ItemOutcome
{
    /// <summary>Its number.</summary>
    public required int No { get; init; }

    /// <summary>Completed, Skipped, Failed, Retrying, or, for a work item, Quarantined.</summary>
    public required ItemState State { get; init; }

    /// <summary>JSON text of its output; for the finish item, or the only item of a simple job, the job's result.</summary>
    public string? Output { get; init; }

    /// <summary>Why; required for Failed, Quarantined and Retrying, null for Completed, optional for Skipped (the reason).</summary>
    public Fault? Fault { get; init; }

    /// <summary>For Retrying: how long to wait, by the store's clock.</summary>
    public TimeSpan RetryIn { get; init; }

    /// <summary>For Retrying: the attempt is not charged and leaves no fault in the records; the item has as many left as before.</summary>
    public bool Spared { get; init; }
}
