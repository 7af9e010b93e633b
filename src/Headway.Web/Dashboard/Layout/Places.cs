namespace Headway.Web.Dashboard.Layout;

/// <summary>The pages of the navigation.</summary>
internal static class Places
{
    /// <summary>A page: where it is, what it is called, its icon, and the letter that leads to it after <c>g</c>.</summary>
    public readonly record struct Place(string Href, string Label, string Icon, string Key);

    /// <summary>All of them, in the order they are listed.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("", "Overview", "overview", "o"),
        new("jobs", "Background Jobs", "jobs", "j"),
        new("tasks", "Tasks", "tasks", "t"),
        new("errors", "Errors", "errors", "e"),
        new("analytics", "Analytics", "analytics", "a"),
        new("queues", "Queues & limits", "queues", "q"),
        new("schedules", "Schedules", "calendar", "s"),
        new("workers", "Workers", "workers", "n"),
    ];
}
