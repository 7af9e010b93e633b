namespace Headway.Model;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It did its work, or found nothing to do.</summary>
    Completed,

    /// <summary>It failed; the item is retrying or failed.</summary>
    Failed,

    /// <summary>Its worker died or lost the lease.</summary>
    Lost,

    /// <summary>Its worker handed it back unspent.</summary>
    Released,

    /// <summary>Its job was cancelled while it ran.</summary>
    Cancelled,
}
