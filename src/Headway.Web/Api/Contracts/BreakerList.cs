namespace Headway.Web.Api.Contracts;

/// <summary>Destinations that jobs call.</summary>
public sealed record BreakerList
{
    /// <summary>Those that are not called first, then by organisation and name; at most 1,000.</summary>
    public required IReadOnlyList<BreakerView> Breakers { get; init; }
}
