namespace Headway.Web.Api.Contracts;

/// <summary>The job types this server takes, by name.</summary>
public sealed record TypeList
{
    /// <summary>The types.</summary>
    public required IReadOnlyList<TypeView> Types { get; init; }
}
