namespace Headway.People;

/// <summary>What a program shows instead of a password: a person's own, or a service's.</summary>
public sealed record ApiKey
{
    /// <summary>The part of the key that is not secret, 8 letters and digits; it is shown.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the whole key, in lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose data it reaches.</summary>
    public required string Org { get; init; }

    /// <summary>Whose own it is: it can do no more than that person may now. Null: a service's.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>What it is for, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do at most.</summary>
    public required Role Role { get; init; }

    /// <summary>Only these of what its role may do; empty: all of it.</summary>
    public IReadOnlyList<Permission> Scopes { get; init; } = [];

    /// <summary>Good until then; null: until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who made it; null: the program.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When; set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; null: never. Set by the store.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Since when it is good for nothing; null: it is good. Set by the store.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who revoked it. Set by the store.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Without the hash.</summary>
    public override string ToString() => $"ApiKey {Id}";
}
