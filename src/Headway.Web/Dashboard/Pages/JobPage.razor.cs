using System.Globalization;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Dashboard.OneJob;
using Headway.Web.Dashboard.Skills;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>One job with all there is of it, and what a person can do with it.</summary>
public sealed partial class JobPage
{
    private static readonly string[] Places = ["tab", "state", "after", "level", "q", "of", "before", "item"];

    private SkillTally _tally = new();
    private Pace _pace = new();
    private string? _of;
    private string? _notice;

    /// <summary>The job's id in either form.</summary>
    [Parameter] public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")] private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [SupplyParameterFromQuery(Name = "item")] private string? ItemNo { get; set; }

    [SupplyParameterFromQuery(Name = "level")] private string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "of")] private string? Of { get; set; }

    [SupplyParameterFromQuery(Name = "before")] private string? Before { get; set; }

    [Inject] private JobReads Reads { get; set; } = null!;

    [Inject] private JobClient Client { get; set; } = null!;

    [Inject] private JobLives Lives { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    [CascadingParameter] private HttpContext? Http { get; set; }

    /// <inheritdoc/>
    protected override string? OwnerOf(JobSnapshot view) => view.Job?.CreatedBy;

    private string? OpenTab => View?.Job is { } job && Tabs(job).Any(tab => tab.Tab == Tab) ? Tab : null;

    private JobPlace Place => new(Id, Tab)
    {
        States = Words.Parse<ItemState>(State),
        After = Number(After) ?? 0,
        Item = Number(ItemNo),
        Level = Words.Parse<LogLevel>(Level).FirstOrDefault(LogLevel.Trace),
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
        Of = Number(Of),
        Before = long.TryParse(Before, CultureInfo.InvariantCulture, out var before) ? before : null,
    };

    /// <inheritdoc/>
    protected override bool Concerns(JobEvent @event) =>
        View?.Job is { } job && @event.Jobs.Any(change => change.JobId == job.Id && change.Seq > job.Seq);

    /// <summary>A long count of skills goes on without an event; a pace and what keeps a job waiting change without one too.</summary>
    protected override TimeSpan? AtLeastEvery =>
        View?.Skills is { HasMore: true } ? TimeSpan.FromMilliseconds(400)
        : View?.Job is { Phase: not JobPhase.Final } ? TimeSpan.FromSeconds(5) : null;

    /// <inheritdoc/>
    protected override async ValueTask<JobSnapshot> ReadAsync(CancellationToken ct)
    {
        if (_of != Id)
            (_tally, _pace, _of, _notice) = (new SkillTally(), new Pace(), Id, null);
        var snapshot = await Reads.ReadAsync(Place, _tally, ct);
        if (snapshot.Job is { } job)
            _pace.Note(snapshot.Now, job.Counts.Final);
        else if (Http is { Response.HasStarted: false } http)
            http.Response.OnStarting(() => Task.FromResult(http.Response.StatusCode = StatusCodes.Status404NotFound));
        return snapshot;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    private static IEnumerable<(string? Tab, string Label)> Tabs(Job job)
    {
        yield return (null, "Items");
        if (job.Type.StartsWith("skills.", StringComparison.Ordinal))
            yield return ("skills", "Skills");
        yield return ("timeline", "Timeline");
        yield return ("log", "Log");
        yield return ("data", "Data");
        yield return ("errors", "Errors");
        yield return ("history", "History");
    }

    private bool HasPlan(Job job) => Types.TryGet(job.Type, out var type) && type.HasPlan && job.Counts.Total != 1;

    private string Link(params (string Key, object? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => change.Value));

    /// <summary>A tab starts at its beginning: what narrowed another one says nothing of it.</summary>
    private string TabLink(string? tab) => Link([.. Places.Select(place => (place, (object?)(place == "tab" ? tab : null)))]);

    private string LogOf(Item item) =>
        Link([.. Places.Select(place => (place, (object?)(place == "tab" ? "log" : place == "of" ? item.No : null)))]);

    private void PanelMoved(bool isOpen)
    {
        if (!isOpen && ItemNo is not null)
            Navigation.NavigateTo(Link(("item", null)));
    }

    private Task RetryAsync(Item item) => DoAsync(
        (id, actor) => Client.RetryItemAsync(id, item.No, actor, Gone),
        "This item cannot be retried now: it runs, has ended well, or its job is just ending.");

    private Task SkipAsync((Item Item, string Reason) skip) => DoAsync(
        (id, actor) => Lives.SkipItemAsync(id, skip.Item.No, skip.Reason, actor, Gone),
        "This item cannot be skipped now: it runs, or has ended well.");

    private async Task DoAsync(Func<JobId, string, ValueTask<ControlResult>> verb, string refused)
    {
        if (View?.Job is not { } job)
            return;
        try
        {
            _notice = await verb(job.Id, await Gate.DemandAsync(Permission.ControlJobs, job, Gone)) switch
            {
                ControlResult.Done => null,
                ControlResult.NotFound => "This job is no longer there.",
                _ => refused,
            };
        }
        catch (SubmissionException e)
        {
            _notice = e.Message;
        }
        catch (StoreUnavailableException)
        {
            _notice = "The server cannot reach its database just now, so this was not done. Try again in a moment.";
        }

        await RefreshAsync();
    }

    private async Task DoneAsync(string? said)
    {
        _notice = said;
        await RefreshAsync();
    }
}
