namespace Headway.Web.Api.Contracts;

/// <summary>Why an item is skipped.</summary>
public sealed record SkipRequest
{
    /// <summary>One sentence for the person who wonders why, 1–400 characters.</summary>
    public string? Reason { get; init; }
}
