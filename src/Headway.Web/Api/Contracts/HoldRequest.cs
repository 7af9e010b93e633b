namespace Headway.Web.Api.Contracts;

/// <summary>How a queue or job type is paused; every part may be left out.</summary>
public sealed record HoldRequest
{
    /// <summary>For one organisation; missing: for all.</summary>
    public string? Org { get; init; }

    /// <summary>Why, ≤ 400 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>When it goes on by itself; missing: only when resumed.</summary>
    public DateTimeOffset? Until { get; init; }
}
