namespace Headway.Web.Api.Contracts;

/// <summary>One page of a job's items, by number.</summary>
public sealed record ItemPage
{
    /// <summary>The items; may be empty.</summary>
    public required IReadOnlyList<ItemView> Items { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
