namespace Headway.People;

/// <summary>One browser in which somebody is signed in.</summary>
public sealed record SignIn
{
    /// <summary>Names it in lists; no secret.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of what the cookie holds, in lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Who.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Where from, ≤ 100 characters; null where it is unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself, ≤ 200 characters; null where it does not.</summary>
    public string? Browser { get; init; }

    /// <summary>Since when; set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; set by the store.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it ends, however much it is used; set by the store.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Without the hash.</summary>
    public override string ToString() => $"SignIn {Id}";
}
