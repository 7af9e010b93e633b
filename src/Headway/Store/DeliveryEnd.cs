using Headway.Deliveries;

namespace Headway.Store;

/// <summary>What becomes of a delivery after an attempt.</summary>
/// <param name="State">Sent, dead, or waiting for another attempt.</param>
/// <param name="Wait">How long it waits for that.</param>
/// <param name="Answer">What the destination said; null: the attempt was not made, is not charged and changes nothing else.</param>
public sealed record DeliveryEnd(DeliveryState State, TimeSpan Wait, DeliveryAnswer? Answer);
