namespace Headway.Web.Api.Contracts;

/// <summary>A key to make.</summary>
public sealed record KeyRequest
{
    /// <summary>What it is for, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do at most; docs/security.md has the table.</summary>
    public required string Role { get; init; }

    /// <summary>Only these permissions of the role; missing: all.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Good for so many days, 1–3650; missing: until it is revoked.</summary>
    public int? Days { get; init; }

    /// <summary>One's own, which goes with its person; missing or false: a service's, for which one needs <c>manage_keys</c>.</summary>
    public bool? Own { get; init; }
}
