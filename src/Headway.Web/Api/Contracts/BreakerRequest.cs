namespace Headway.Web.Api.Contracts;

/// <summary>How a breaker is opened or closed by hand.</summary>
public sealed record BreakerRequest
{
    /// <summary>What is called, 1–200 characters.</summary>
    public required string Destination { get; init; }

    /// <summary>Whose calls; missing: the default organisation's.</summary>
    public string? Org { get; init; }

    /// <summary>Why, for those who wonder, ≤ 400 characters.</summary>
    public string? Reason { get; init; }
}
