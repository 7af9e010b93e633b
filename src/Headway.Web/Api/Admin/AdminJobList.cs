namespace Headway.Web.Api.Admin;

/// <summary>Jobs, newest first.</summary>
public sealed record AdminJobList
{
    /// <summary>The jobs; may be empty.</summary>
    public required IReadOnlyList<AdminJob> Jobs { get; init; }
}
