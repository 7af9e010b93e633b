namespace Headway.Web.Api.Contracts;

/// <summary>One browser in which somebody is signed in.</summary>
public sealed record SignInView
{
    /// <summary>Names it; no secret.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where from.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself.</summary>
    public string? Browser { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it is the one that asks.</summary>
    public required bool Current { get; init; }
}
