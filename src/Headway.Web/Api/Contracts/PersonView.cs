namespace Headway.Web.Api.Contracts;

/// <summary>Somebody who signs in.</summary>
public sealed record PersonView
{
    /// <summary>What they sign in with.</summary>
    public required string Name { get; init; }

    /// <summary>What others read.</summary>
    public string? Title { get; init; }

    /// <summary>Their roles, by organisation.</summary>
    public required IReadOnlyDictionary<string, string> Roles { get; init; }

    /// <summary>Whether they have a password; without one they sign in by link.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>Since when they may not sign in.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Who added them.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last signed in; missing: never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}
