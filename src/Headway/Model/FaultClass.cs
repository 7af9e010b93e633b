namespace Headway.Model;

/// <summary>What kind of failure it was.</summary>
public enum FaultClass
{
    /// <summary>May pass by itself: retried with back-off.</summary>
    Transient,

    /// <summary>The other side is busy: retried no sooner than it asked.</summary>
    Throttled,

    /// <summary>The same input will fail the same way: never retried.</summary>
    Permanent,

    /// <summary>The attempt took its worker down.</summary>
    Poison,
}
