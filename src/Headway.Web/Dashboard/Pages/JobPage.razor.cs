using Headway.Client;
using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.Skills;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>One job with its items, and what a person can do with it.</summary>
public sealed partial class JobPage
{
    private const string Actor = "dashboard";
    private static readonly ItemState[] Filters =
    [
        ItemState.Running, ItemState.Ready, ItemState.Retrying, ItemState.Completed, ItemState.Failed, ItemState.Skipped,
        ItemState.Cancelled,
    ];

    private SkillTally _tally = new();
    private string? _tallied;
    private string? _notice;

    /// <summary>The job's id in either form.</summary>
    [Parameter] public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")] private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [SupplyParameterFromQuery(Name = "item")] private int? ItemNo { get; set; }

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private JobClient Client { get; set; } = null!;

    [CascadingParameter] private HttpContext? Http { get; set; }

    private bool IsSkills => Tab == "skills";

    private IReadOnlyList<ItemState> States => Words.Parse<ItemState>(State);

    /// <inheritdoc/>
    protected override bool Concerns(JobEvent @event) =>
        View?.Job is { } job && @event.Jobs.Any(change => change.JobId == job.Id && change.Seq > job.Seq);

    /// <summary>A long count of skills goes on without an event.</summary>
    protected override TimeSpan? AtLeastEvery => View?.Skills is { HasMore: true } ? TimeSpan.FromMilliseconds(400) : null;

    /// <inheritdoc/>
    protected override async ValueTask<JobSnapshot> ReadAsync(CancellationToken ct)
    {
        if (_tallied != Id)
            (_tally, _tallied, _notice) = (new SkillTally(), Id, null);
        var snapshot = await JobSnapshot.ReadAsync(Queries, new JobPlace(Id, States, After, ItemNo), IsSkills ? _tally : null, ct);
        if (snapshot.Job is null && Http is { Response.HasStarted: false } http)
            http.Response.OnStarting(() => Task.FromResult(http.Response.StatusCode = StatusCodes.Status404NotFound));
        return snapshot;
    }

    private static bool IsOpen(Job job) => job.Phase != JobPhase.Final && job.Control != JobControl.Cancel;

    private static bool CanPause(Job job) => IsOpen(job) && job.Control == JobControl.Run;

    private static bool CanResume(Job job) => IsOpen(job) && job.Control == JobControl.Pause;

    private static bool HasSkills(Job job) => job.Type.StartsWith("skills.", StringComparison.Ordinal);

    private string Link(params (string Key, object? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => change.Value));

    private string? Toggled(ItemState state)
    {
        var states = States.Contains(state) ? States.Where(other => other != state) : States.Append(state);
        return string.Join(',', states.Select(Words.Slug)) is { Length: > 0 } list ? list : null;
    }

    private void PanelMoved(bool isOpen)
    {
        if (!isOpen && ItemNo is not null)
            Navigation.NavigateTo(Link(("item", null)));
    }

    private Task PauseAsync() => DoAsync(id => Client.PauseAsync(id, Actor, Gone), "It has ended already, so it cannot be paused.");

    private Task ResumeAsync() => DoAsync(id => Client.ResumeAsync(id, Actor, Gone), "It has ended already, so it cannot be resumed.");

    private Task RetryAsync(Item item) => DoAsync(
        id => Client.RetryItemAsync(id, item.No, Actor, Gone),
        "This item cannot be retried now: it runs, has ended well, or its job is just ending.");

    private Task CancelAsync() =>
        DoAsync(id => Client.CancelAsync(id, Actor, Gone), "It has ended already, so there is nothing left to cancel.");

    private static string WhatCancelDoes(Job job)
    {
        var open = job.Counts.Total - job.Counts.Final;
        return $"What runs is stopped within seconds and {Words.Count(open)} open {(open == 1 ? "item" : "items")} will not run. "
            + "Finished items stay as they are.";
    }

    private async Task DoAsync(Func<JobId, ValueTask<ControlResult>> verb, string refused)
    {
        if (View?.Job is not { } job)
            return;
        try
        {
            _notice = await verb(job.Id) switch
            {
                ControlResult.Done => null,
                ControlResult.NotFound => "This job is no longer there.",
                _ => refused,
            };
        }
        catch (StoreUnavailableException)
        {
            _notice = "The server cannot reach its database just now, so this was not done. Try again in a moment.";
        }

        await RefreshAsync();
    }
}
