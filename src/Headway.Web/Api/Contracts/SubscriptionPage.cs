namespace Headway.Web.Api.Contracts;

/// <summary>One page of subscriptions, newest first.</summary>
public sealed record SubscriptionPage
{
    /// <summary>The subscriptions; may be empty.</summary>
    public required IReadOnlyList<SubscriptionView> Subscriptions { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
