namespace Headway.Web.Api.Contracts;

/// <summary>A sign of life.</summary>
public sealed record HealthView
{
    /// <summary>
    /// <c>live</c>, <c>ready</c>, or <c>degraded</c>: work is taken, and something wants a look. Anything else is a problem answer.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Where degraded: what wants a look, and where to look.</summary>
    public string? Detail { get; init; }
}
