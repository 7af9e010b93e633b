namespace Headway.Deliveries;

/// <summary>Sends deliveries of one channel. The engine decides what is sent when; a sender knows how.</summary>
public interface IDeliverySender
{
    /// <summary>The channel it sends.</summary>
    DeliveryChannel Channel { get; }

    /// <summary>Looks at a target before anybody relies on it.</summary>
    /// <param name="target">As a person gave it.</param>
    /// <returns>Why nothing may be sent there, in one sentence; null where it may.</returns>
    string? Refusal(string target);

    /// <summary>A secret for a new subscription.</summary>
    /// <returns>Null where this channel signs nothing.</returns>
    string? NewSecret();

    /// <summary>Looks at a secret somebody brings along.</summary>
    /// <returns>Why it cannot sign, in one sentence; null where it can.</returns>
    string? SecretRefusal(string secret);

    /// <summary>
    /// What is called to send this, by the name its breaker has. Default: the lane of its subscription, a webhook's scheme, host and port.
    /// </summary>
    string Destination(DeliveryMessage message) => message.Subscription.Lane;

    /// <summary>Sends one delivery, once.</summary>
    /// <param name="message">What, and where to.</param>
    /// <param name="ct">Cancelled when its time is over, or the process ends.</param>
    /// <returns>What came of it; that nobody answered is an answer too, not an exception.</returns>
    ValueTask<DeliveryAnswer> SendAsync(DeliveryMessage message, CancellationToken ct);
}
