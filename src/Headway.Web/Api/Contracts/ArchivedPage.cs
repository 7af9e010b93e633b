namespace Headway.Web.Api.Contracts;

/// <summary>A page of the archive, newest job first.</summary>
public sealed record ArchivedPage
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<ArchivedView> Jobs { get; init; }

    /// <summary>Give it back as <c>after</c>; null on the last page.</summary>
    public string? Next { get; init; }
}
