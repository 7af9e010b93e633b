using Headway.Model;

namespace Headway.Machine;

/// <summary>Everything a job's status depends on, and nothing else.</summary>
public readonly record struct JobFacts
{
    /// <summary>What a person last asked.</summary>
    public JobControl Control { get; init; }

    /// <summary>It was ended because it took longer than its time limit.</summary>
    public bool Overran { get; init; }

    /// <summary>Part of its life.</summary>
    public JobPhase Phase { get; init; }

    /// <summary>Where its work items are.</summary>
    public JobCounts Counts { get; init; }

    /// <summary>The plan item is in a slot.</summary>
    public bool PlanRunning { get; init; }

    /// <summary>The plan item waits for its next attempt.</summary>
    public bool PlanWaiting { get; init; }

    /// <summary>The plan item may be claimed now.</summary>
    public bool PlanDue { get; init; }

    /// <summary>The finish item is in a slot.</summary>
    public bool FinishRunning { get; init; }

    /// <summary>The finish item waits for its next attempt.</summary>
    public bool FinishWaiting { get; init; }

    /// <summary>The plan or the finish item failed for good.</summary>
    public bool Broken { get; init; }

    /// <summary>Some attempt of it has ever started.</summary>
    public bool Started { get; init; }

    /// <summary>Its first due time lies ahead.</summary>
    public bool HeldUntilDue { get; init; }
}
