namespace Headway.Web.Api.Contracts;

/// <summary>How many it was about, or would be.</summary>
public sealed record CountView
{
    /// <summary>Items, or what the route says it counts.</summary>
    public required long Count { get; init; }
}
