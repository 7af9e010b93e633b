using Headway.Client;
using Headway.Handlers;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Every execution there was, is and will be, with its numbers above.</summary>
public sealed partial class TasksPage
{
    private const int LongestTrail = 20;
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(200);
    private static readonly (string? Slug, string Label)[] Statuses =
        [(null, "All"), ("success", "Success"), ("failed", "Failed"), ("running", "Running"), ("pending", "Pending")];
    private int _typed;

    [SupplyParameterFromQuery(Name = "period")] private string? PeriodSlug { get; set; }

    [SupplyParameterFromQuery(Name = "name")] private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "status")] private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")] private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [SupplyParameterFromQuery(Name = "trail")] private string? TrailText { get; set; }

    [SupplyParameterFromQuery(Name = "task")] private string? Task { get; set; }

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private AttemptQueries Attempts { get; set; } = null!;

    [Inject] private StatsQueries Stats { get; set; } = null!;

    [Inject] private ReadTogether Together { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(5);

    private TaskFilter Filter => new(
        string.IsNullOrWhiteSpace(Name) ? null : Name.Trim(), Statuses.Any(known => known.Slug == Status) ? Status : null,
        TaskFilter.Time(From), TaskFilter.Time(To), After);

    private IReadOnlyList<string> Trail => (TrailText ?? "").Split('~', StringSplitOptions.RemoveEmptyEntries);

    private string Cleared => Link(("name", null), ("status", null), ("from", null), ("to", null), ("after", null), ("trail", null));

    private string PendingText => View is null ? "" :
        $"{(View.Pending.More ? "more than " : "")}{Words.Count(View.Pending.Items)} items pending in {Words.Count(View.Pending.Jobs)} "
        + (View.Pending.Jobs == 1 ? "job" : "jobs");

    /// <inheritdoc/>
    protected override ValueTask<TasksView> ReadAsync(CancellationToken ct) =>
        new TaskReads(Queries, Attempts, Stats, Together).ReadAsync(Period.Parse(PeriodSlug), Filter, TaskPlace.Parse(Task), ct);

    private static string? Joined(IEnumerable<string> places) =>
        string.Join('~', places.TakeLast(LongestTrail)) is { Length: > 0 } joined ? joined : null;

    private string TitleOf(string name) => Types.TryGet(name, out var type) ? type.Title : name;

    private string Link(params (string Key, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => (object?)change.Value));

    private void PanelMoved(bool open)
    {
        if (!open)
            Navigation.NavigateTo(Link(("task", null)));
    }

    private async System.Threading.Tasks.Task TypedAsync(ChangeEventArgs change)
    {
        var mine = ++_typed;
        await System.Threading.Tasks.Task.Delay(Typing, Clock, Gone);
        if (mine != _typed)
            return;
        var text = change.Value is string { Length: > 0 } typed ? typed : null;
        Navigation.NavigateTo(Link(("name", text), ("after", null), ("trail", null)), replace: true);
    }
}
