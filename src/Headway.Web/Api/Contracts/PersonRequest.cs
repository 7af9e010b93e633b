namespace Headway.Web.Api.Contracts;

/// <summary>A person to add, or what is to change of one.</summary>
public sealed record PersonRequest
{
    /// <summary>What they sign in with; only where they are added.</summary>
    public string? Name { get; init; }

    /// <summary>What others read; only where they are added.</summary>
    public string? Title { get; init; }

    /// <summary>Their role; missing in a change: it stays.</summary>
    public string? Role { get; init; }

    /// <summary>Whether they may no longer sign in; missing in a change: it stays.</summary>
    public bool? Disabled { get; init; }
}
