namespace Headway.Web.Api.Contracts;

/// <summary>One page of a schedule's fires, latest first.</summary>
public sealed record FirePage
{
    /// <summary>The fires; may be empty.</summary>
    public required IReadOnlyList<FireView> Fires { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
