namespace Headway.Web.Api.Contracts;

/// <summary>Lines of a job's log, oldest first.</summary>
public sealed record LogPage
{
    /// <summary>The lines.</summary>
    public required IReadOnlyList<LogView> Lines { get; init; }

    /// <summary>Give it back as <c>after</c> for what follows, now or later; it never goes missing.</summary>
    public required long Next { get; init; }
}
