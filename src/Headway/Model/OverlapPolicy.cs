namespace Headway.Model;

/// <summary>What a fire does while a job of an earlier fire is still open.</summary>
public enum OverlapPolicy
{
    /// <summary>Nothing: the fire is passed over and recorded as such.</summary>
    Skip,

    /// <summary>Waits until that job has ended; at most 100 fires wait, later ones are passed over.</summary>
    Queue,

    /// <summary>Submits its job beside the other.</summary>
    Allow,
}
