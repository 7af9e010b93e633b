namespace Headway.Deliveries;

/// <summary>The way news goes.</summary>
public enum DeliveryChannel
{
    /// <summary>A signed HTTP request to a URL.</summary>
    Webhook,

    /// <summary>A mail to an address.</summary>
    Mail,
}
