namespace Headway.Web.Api.Contracts;

/// <summary>One page of keys, by id.</summary>
public sealed record KeyPage
{
    /// <summary>The keys, revoked ones too; may be empty.</summary>
    public required IReadOnlyList<KeyView> Keys { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
