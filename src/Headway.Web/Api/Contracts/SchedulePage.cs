namespace Headway.Web.Api.Contracts;

/// <summary>One page of schedules, by name.</summary>
public sealed record SchedulePage
{
    /// <summary>The schedules; may be empty.</summary>
    public required IReadOnlyList<ScheduleView> Schedules { get; init; }

    /// <summary>Give it back as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
