namespace Headway.Worker;

/// <summary>Why a running chunk was told to stop.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Its job was cancelled or has ended: the attempt is recorded as cancelled.</summary>
    Revoked,

    /// <summary>Its attempt took too long: it failed.</summary>
    TimedOut,

    /// <summary>The worker stops: it is handed back unspent.</summary>
    Draining,

    /// <summary>The session is lost: nothing it does counts any more.</summary>
    Fenced,
}
