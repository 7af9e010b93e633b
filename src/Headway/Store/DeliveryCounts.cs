namespace Headway.Store;

/// <summary>Deliveries that are not done well.</summary>
/// <param name="Waiting">Yet to be sent, or sent again.</param>
/// <param name="Dead">Given up.</param>
public readonly record struct DeliveryCounts(int Waiting, int Dead);
