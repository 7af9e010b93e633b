using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What is submitted by the clock.</summary>
public sealed partial class SchedulesPage
{
    private const string Actor = "dashboard";
    private string? _notice;
    private JobId? _job;

    [SupplyParameterFromQuery(Name = "edit")] private string? Edit { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [Inject] private ScheduleClient Schedules { get; set; } = null!;

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override bool Concerns(JobEvent @event) => @event.Kind == JobEventKind.Enqueued;

    /// <inheritdoc/>
    protected override ValueTask<SchedulesView> ReadAsync(CancellationToken ct) =>
        SchedulesView.ReadAsync(Schedules, Queries, After, ct);

    private Schedule? Edited => View?.Rows.FirstOrDefault(row => row.Schedule.Id.ToString() == Edit)?.Schedule;

    private string TitleOf(string name) => Types.TryGet(name, out var type) ? type.Title : name;

    private string Link(params (string Key, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => (object?)change.Value));

    private void PanelMoved(bool open)
    {
        if (!open)
            Navigation.NavigateTo(Link(("edit", null)));
    }

    private async Task SavedAsync(string said)
    {
        (_notice, _job) = (said, null);
        Navigation.NavigateTo(Link(("edit", null)));
        await RefreshAsync();
    }

    private async Task RunAsync(Schedule schedule)
    {
        var fire = await Schedules.RunNowAsync(schedule.Id, Actor, ct: Gone);
        (_notice, _job) = (fire is null ? $"{schedule.Name} is gone." : $"{schedule.Name} has run.", fire?.JobId);
        await RefreshAsync();
    }

    private async Task PauseAsync((Schedule Schedule, string? Reason) asked)
    {
        await Schedules.PauseAsync(asked.Schedule.Id, asked.Reason, Actor, Gone);
        (_notice, _job) = ($"{asked.Schedule.Name} is paused.", null);
        await RefreshAsync();
    }

    private async Task ResumeAsync(Schedule schedule)
    {
        await Schedules.ResumeAsync(schedule.Id, Gone);
        (_notice, _job) = ($"{schedule.Name} goes on.", null);
        await RefreshAsync();
    }

    private async Task RemoveAsync(Schedule schedule)
    {
        await Schedules.RemoveAsync(schedule.Id, Gone);
        (_notice, _job) = ($"{schedule.Name} is removed; the jobs it made stay.", null);
        await RefreshAsync();
    }
}
