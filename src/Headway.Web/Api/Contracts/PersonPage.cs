namespace Headway.Web.Api.Contracts;

/// <summary>One page of people, by name.</summary>
public sealed record PersonPage
{
    /// <summary>The people; may be empty.</summary>
    public required IReadOnlyList<PersonView> People { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
