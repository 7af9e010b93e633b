namespace Headway.Web.Api.Contracts;

/// <summary>One page of jobs, newest first.</summary>
public sealed record JobPage
{
    /// <summary>The jobs; may be empty.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>
    /// Set where the page is not full although there is a <see cref="Next"/>: jobs made before this time were not looked at yet.
    /// </summary>
    public DateTimeOffset? SearchedTo { get; init; }
}
