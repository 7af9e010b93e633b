namespace Headway.Web.Api.Contracts;

/// <summary>An API key without its secret.</summary>
public sealed record KeyView
{
    /// <summary>The part of it that is no secret.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do at most.</summary>
    public required string Role { get; init; }

    /// <summary>Only these permissions; missing: all of the role.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether it is a person's own rather than a service's.</summary>
    public required bool Own { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; missing: never.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Good until then; missing: until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Since when it is good for nothing.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>The whole key; only in the answer that makes it, never again.</summary>
    public string? Key { get; init; }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"KeyView {Id}";
}
