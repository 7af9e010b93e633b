using Headway.Deliveries;

namespace Headway.Store;

/// <summary>What a claim of deliveries gave.</summary>
/// <param name="Messages">To be sent; longest due first.</param>
/// <param name="NextIn">When the next of any lane is due, below zero where it is already; null: none waits.</param>
public sealed record DeliveryRound(IReadOnlyList<DeliveryMessage> Messages, TimeSpan? NextIn);
