namespace Headway.Model;

/// <summary>Whether calls are made.</summary>
public enum BreakerState
{
    /// <summary>They are.</summary>
    Closed,

    /// <summary>None is: what would make one waits, and no attempt is charged.</summary>
    Open,

    /// <summary>One is made to see whether the destination is back; the others wait.</summary>
    HalfOpen,
}
