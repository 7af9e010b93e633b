namespace Headway.Web.Api.Contracts;

/// <summary>A sign of life.</summary>
public sealed record HealthView
{
    /// <summary><c>live</c> or <c>ready</c>; anything else is a problem answer.</summary>
    public required string Status { get; init; }
}
