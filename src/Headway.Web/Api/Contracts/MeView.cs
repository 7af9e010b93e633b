namespace Headway.Web.Api.Contracts;

/// <summary>Who asks, and what they may do.</summary>
public sealed record MeView
{
    /// <summary>What is written down of what they do.</summary>
    public required string Name { get; init; }

    /// <summary>Their roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>What they may do, each with <c>all</c> or <c>own</c>.</summary>
    public required IReadOnlyDictionary<string, string> Permissions { get; init; }
}
