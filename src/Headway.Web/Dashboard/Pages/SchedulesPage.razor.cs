using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What is submitted by the clock.</summary>
public sealed partial class SchedulesPage
{
    private string? _notice;
    private JobId? _job;

    [SupplyParameterFromQuery(Name = "edit")] private string? Edit { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [Inject] private ScheduleClient Schedules { get; set; } = null!;

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

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

    private Task RunAsync(Schedule schedule) => DoAsync(async actor =>
    {
        var fire = await Schedules.RunNowAsync(schedule.Id, actor, ct: Gone);
        return (fire is null ? $"{schedule.Name} is gone." : $"{schedule.Name} has run.", fire?.JobId);
    });

    private Task PauseAsync((Schedule Schedule, string? Reason) asked) => DoAsync(async actor =>
    {
        await Schedules.PauseAsync(asked.Schedule.Id, asked.Reason, actor, Gone);
        return ($"{asked.Schedule.Name} is paused.", null);
    });

    private Task ResumeAsync(Schedule schedule) => DoAsync(async _ =>
    {
        await Schedules.ResumeAsync(schedule.Id, Gone);
        return ($"{schedule.Name} goes on.", null);
    });

    private Task RemoveAsync(Schedule schedule) => DoAsync(async _ =>
    {
        await Schedules.RemoveAsync(schedule.Id, Gone);
        return ($"{schedule.Name} is removed; the jobs it made stay.", null);
    });

    private async Task DoAsync(Func<string, Task<(string Said, JobId? Job)>> what)
    {
        try
        {
            (_notice, _job) = await what(await Gate.DemandAsync(Permission.ManageSchedules, null, Gone));
        }
        catch (SubmissionException e)
        {
            (_notice, _job) = (e.Message, null);
        }

        await RefreshAsync();
    }
}
