namespace Headway.Web.Api.Contracts;

/// <summary>One page of deliveries, newest first.</summary>
public sealed record DeliveryPage
{
    /// <summary>The deliveries; may be empty.</summary>
    public required IReadOnlyList<DeliveryView> Deliveries { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>All that wait, counted to 10,000.</summary>
    public required int Waiting { get; init; }

    /// <summary>All that were given up, counted to 10,000.</summary>
    public required int Dead { get; init; }
}
