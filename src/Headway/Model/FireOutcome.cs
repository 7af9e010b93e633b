namespace Headway.Model;

/// <summary>What came of a fire.</summary>
public enum FireOutcome
{
    /// <summary>It submitted a job.</summary>
    Submitted,

    /// <summary>It waits for an earlier fire's job to end.</summary>
    Waiting,

    /// <summary>It was passed over: an earlier fire's job was still open.</summary>
    Overlapped,

    /// <summary>It was passed over: its time had passed while no node was there.</summary>
    Missed,
}
