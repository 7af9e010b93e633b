namespace Headway.Deliveries;

/// <summary>Where a delivery is.</summary>
public enum DeliveryState
{
    /// <summary>It is yet to be sent, for the first time or again, or is being sent now.</summary>
    Waiting,

    /// <summary>Its destination has taken it.</summary>
    Sent,

    /// <summary>Given up; a person may send it again.</summary>
    Dead,
}
