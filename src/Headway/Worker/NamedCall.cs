namespace Headway.Worker;

/// <summary>A call an item said it makes.</summary>
/// <param name="No">Which item.</param>
/// <param name="Destination">What it calls.</param>
/// <param name="Probe">When the breaker opened, where this is the one call that is tried; null: it is closed.</param>
internal readonly record struct NamedCall(int No, string Destination, DateTimeOffset? Probe);
