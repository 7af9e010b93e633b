using Headway.Deliveries;

namespace Headway.Store;

/// <summary>What a node wants to send.</summary>
/// <param name="Call">Name of this call; guards what it takes.</param>
/// <param name="Channels">Channels it can send.</param>
/// <param name="Except">Lanes it sends enough to for now.</param>
/// <param name="Most">Deliveries at most.</param>
/// <param name="MostPerLane">Of one lane at most.</param>
/// <param name="Lease">How long nobody else gets them.</param>
public sealed record DeliveryClaim(
    Guid Call, IReadOnlyList<DeliveryChannel> Channels, IReadOnlyList<string> Except, int Most, int MostPerLane, TimeSpan Lease);
