namespace Headway.People;

/// <summary>Somebody who signs in.</summary>
public sealed record Person
{
    /// <summary>For ever; names may change.</summary>
    public required Guid Id { get; init; }

    /// <summary>What one signs in with, and what jobs say who submitted them: lower case, 1–100 characters, no blank.</summary>
    public required string Name { get; init; }

    /// <summary>What others read, ≤ 200 characters; null shows the name.</summary>
    public string? Title { get; init; }

    /// <summary>Hash of the password with how it was made; null: signs in by link alone.</summary>
    public string? Password { get; init; }

    /// <summary>Roles, by organisation.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = new Dictionary<string, Role>();

    /// <summary>Passwords tried since the last that was right, up to where one has to wait; set by the store.</summary>
    public int Tries { get; init; }

    /// <summary>No password is taken until then; null: none was tried too often. Set by the store.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Since when this person may not sign in; null: may. Set by the store.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Who added this person; null: the program.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When; set by the store.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last time signed in; null: never. Set by the store.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Without the hash, so that none gets into a log.</summary>
    public override string ToString() => $"Person {Name}";
}
