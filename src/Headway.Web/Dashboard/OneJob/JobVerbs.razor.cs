using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.OneJob;

/// <summary>The verbs of one job.</summary>
public sealed partial class JobVerbs
{
    private const string Busy = "The server cannot reach its database just now, so this was not done. Try again in a moment.";

    private string? _first;
    private string? _config;
    private string? _name;
    private string? _priority;
    private bool _dryRun;
    private string? _refused;
    private JobId? _of;

    /// <summary>The job.</summary>
    [Parameter, EditorRequired] public Job Job { get; set; } = null!;

    /// <summary>Something was done, or was not: the sentence that says why not.</summary>
    [Parameter] public EventCallback<string?> OnDone { get; set; }

    [Inject] private JobClient Client { get; set; } = null!;

    [Inject] private JobLives Lives { get; set; } = null!;

    [Inject] private JobRollback Rollback { get; set; } = null!;

    [Inject] private FlowClient Flow { get; set; } = null!;

    [Inject] private JobArchive Archive { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string Name => Words.NameOf(Job);

    private bool IsOpen => Job.Phase != JobPhase.Final && Job.Control != JobControl.Cancel;

    private bool CanPause => IsOpen && Job.Control == JobControl.Run;

    private bool CanResume => IsOpen && Job.Control == JobControl.Pause;

    private bool HasPlan => Types.TryGet(Job.Type, out var type) && type.HasPlan;

    private bool CanRollBack =>
        Job.Phase == JobPhase.Final && Job.RolledBackBy is null && Types.TryGet(Job.Type, out var type) && type.HasRollback;

    private string WhatCancelDoes
    {
        get
        {
            var open = Job.Counts.Total - Job.Counts.Final;
            return $"What runs is stopped within seconds and {Words.Count(open)} open {(open == 1 ? "item" : "items")} will not run. "
                + "Finished items stay as they are.";
        }
    }

    private string WhatRetryDoes =>
        $"{Items(Job.Counts.Failed)} that failed for good get another life with all their attempts. What is done stays done.";

    private static string WhatRollbackDoes =>
        "A new job puts back what this one changed, thing by thing. What somebody changed since is left as it is and listed. "
        + "A job that was rolled back cannot be restarted.";

    private string WhatRestartDoes =>
        $"All of it runs afresh: {Items(Job.Counts.Completed)} done already are done again, and counters begin at nothing. "
        + "Earlier attempts stay in the timeline.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_of == Job.Id)
            return;
        (_of, _first, _config, _name, _priority, _refused) = (Job.Id, Words.Json(Job.Config), null, null, null, null);
    }

    private static string Items(int count) => $"{Words.Count(count)} {(count == 1 ? "item" : "items")}";

    private Task PauseAsync() => AskAsync(async actor =>
        Said(await Client.PauseAsync(Job.Id, actor), "It has ended already, so it cannot be paused."));

    private Task ResumeAsync() => AskAsync(async actor =>
        Said(await Client.ResumeAsync(Job.Id, actor), "It has ended already, so it cannot be resumed."));

    private Task CancelAsync() => AskAsync(async actor =>
        Said(await Client.CancelAsync(Job.Id, actor), "It has ended already, so there is nothing left to cancel."));

    private Task RetryAsync() => AskAsync(async actor =>
        Said((await Lives.RetryFailedAsync(Job.Id, actor)).Result,
            "Nothing of it can be retried now: it is just ending, or was cancelled."));

    private Task RestartAsync() => AskAsync(async actor =>
        Said(await Lives.RestartAsync(Job.Id, actor), "It runs, or was rolled back, so it cannot be restarted."));

    private Task RerunAsync() => AskAsync(async actor => Open(await Lives.RerunErrorsAsync(Job.Id, actor), "Nothing of it has failed."));

    private Task RollBackAsync() => AskAsync(async actor =>
        Open(await Rollback.RollBackAsync(Job.Id, dryRun: false, actor), "There is nothing to roll back."));

    private Task KeepAsync() => AskAsync(async actor =>
        Said(await Archive.KeepAsync(Job.Id, !Job.Kept, actor, CancellationToken.None), "That is not possible now."));

    private Task ReprioritiseAsync() => AskAsync(async actor =>
        !int.TryParse(_priority ?? Job.Priority.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var priority)
            ? "A priority is a whole number, such as 10."
            : Said(await Flow.ReprioritiseAsync(Job.Id, priority, actor), "It has ended already."));

    private async Task RunAgainAsync()
    {
        _refused = null;
        try
        {
            var edits = new JobEdits
            {
                Config = _config is null ? null : Patch(Job.Config, _config),
                Name = string.IsNullOrWhiteSpace(_name) ? null : _name,
                DryRun = _dryRun,
            };
            var actor = await Gate.DemandAsync(Permission.ControlJobs, Job, CancellationToken.None);
            if (await Lives.RunAgainAsync(Job.Id, edits, actor) is { } id)
                Navigation.NavigateTo($"jobs/{id}");
            else
                _refused = "This job is no longer there.";
        }
        catch (JsonException e)
        {
            _refused = $"The configuration is no JSON object: line {e.LineNumber + 1} cannot be read.";
        }
        catch (SubmissionException e)
        {
            _refused = e.Message;
        }
        catch (StoreUnavailableException)
        {
            _refused = Busy;
        }
    }

    /// <summary>What is to be laid over the old configuration so that it becomes the new one: what is gone is named, as null.</summary>
    internal static string Patch(string old, string edited)
    {
        if (JsonNode.Parse(edited) is not JsonObject wanted)
            throw new JsonException("no object", null, 0, 0);
        NameGone(JsonNode.Parse(old) as JsonObject, wanted);
        return wanted.ToJsonString();
    }

    private static void NameGone(JsonObject? old, JsonObject wanted)
    {
        foreach (var (key, value) in old ?? [])
        {
            if (!wanted.TryGetPropertyValue(key, out var kept))
                wanted[key] = null;
            else if (kept is JsonObject inner)
                NameGone(value as JsonObject, inner);
        }
    }

    private static string? Said(ControlResult result, string refused) => result switch
    {
        ControlResult.Done => null,
        ControlResult.NotFound => "This job is no longer there.",
        _ => refused,
    };

    private string? Open(JobId? made, string refused)
    {
        if (made is not { } id)
            return refused;
        Navigation.NavigateTo($"jobs/{id}");
        return null;
    }

    private async Task AskAsync(Func<string, Task<string?>> verb)
    {
        string? said;
        try
        {
            said = await verb(await Gate.DemandAsync(Permission.ControlJobs, Job, CancellationToken.None));
        }
        catch (SubmissionException e)
        {
            said = e.Message;
        }
        catch (StoreUnavailableException)
        {
            said = Busy;
        }

        await OnDone.InvokeAsync(said);
    }
}
