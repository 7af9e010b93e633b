namespace Headway.Deliveries;

/// <summary>What an attempt to send came to.</summary>
public enum DeliveryVerdict
{
    /// <summary>The destination has taken it.</summary>
    Taken,

    /// <summary>It has not, or nobody knows; try again later.</summary>
    Again,

    /// <summary>It cannot be taken, however often it is tried.</summary>
    Never,

    /// <summary>The destination wants nothing any more: its subscription is to be disabled.</summary>
    Gone,
}
