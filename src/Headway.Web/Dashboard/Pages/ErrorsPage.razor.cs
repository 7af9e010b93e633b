using Headway.Bulk;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What fails over all jobs, and what is to be made of it.</summary>
public sealed partial class ErrorsPage
{
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(200);

    private static readonly (string? Slug, string Label, ErrorState[] States)[] Choices =
    [
        (null, "To look at", [ErrorState.Open, ErrorState.Regressed]), ("regressed", "Regressed", [ErrorState.Regressed]),
        ("resolved", "Resolved", [ErrorState.Resolved]), ("ignored", "Ignored", [ErrorState.Ignored]), ("all", "All", []),
    ];

    private static readonly (string? Slug, string Label, ErrorOrder By)[] Orders =
        [(null, "Most frequent", ErrorOrder.Times), ("last", "Latest", ErrorOrder.Last), ("first", "Newest", ErrorOrder.First)];

    private int _typed;
    private string? _notice;
    private bool _isBad;

    [SupplyParameterFromQuery(Name = "period")] private string? PeriodSlug { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "type")] private string? Type { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "by")] private string? By { get; set; }

    [SupplyParameterFromQuery(Name = "error")] private string? Print { get; set; }

    [Inject] private ErrorClient Errors { get; set; } = null!;

    [Inject] private BulkClient Bulk { get; set; } = null!;

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(5);

    private ErrorFilter Filter => new()
    {
        Period = Period.Parse(PeriodSlug).Length,
        States = Choices.FirstOrDefault(choice => choice.Slug == State, Choices[0]).States,
        Type = string.IsNullOrWhiteSpace(Type) ? null : Type,
        Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        By = Orders.FirstOrDefault(order => order.Slug == By, Orders[0]).By,
    };

    private bool IsNarrowed => State is not null || Type is not null || !string.IsNullOrWhiteSpace(Search);

    private string Cleared => Link(("state", null), ("type", null), ("q", null));

    /// <inheritdoc/>
    protected override bool Concerns(JobEvent @event) => false; // failures are counted some seconds behind their events

    /// <inheritdoc/>
    protected override ValueTask<ErrorsView> ReadAsync(CancellationToken ct) =>
        ErrorsView.ReadAsync(Errors, Queries, Filter, Print, ct);

    private string TitleOf(string name) => Types.TryGet(name, out var type) ? type.Title : name;

    private string Link(params (string Key, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => (object?)change.Value));

    private void PanelMoved(bool open)
    {
        if (!open)
            Navigation.NavigateTo(Link(("error", null)));
    }

    private void TypeChosen(ChangeEventArgs change) =>
        Navigation.NavigateTo(Link(("type", change.Value is string { Length: > 0 } type ? type : null)));

    private async Task TypedAsync(ChangeEventArgs change)
    {
        var mine = ++_typed;
        await Task.Delay(Typing, Clock, Gone);
        if (mine == _typed)
            Navigation.NavigateTo(Link(("q", change.Value is string { Length: > 0 } text ? text : null)), replace: true);
    }

    private async Task SayAsync((ErrorGroup Error, ErrorVerdict Verdict) said)
    {
        var ((error, verdict), done) = (said, said.Verdict.State switch
        {
            ErrorState.Resolved => "is resolved; it comes back here if it happens again.",
            ErrorState.Ignored => "is ignored.",
            _ => "is open again.",
        });
        await DoAsync($"{error.Code} {done}", async actor => _ = verdict.State switch
        {
            ErrorState.Resolved => await Errors.ResolveAsync(error.Print, actor, verdict.Reason, Gone),
            ErrorState.Ignored => await Errors.IgnoreAsync(
                error.Print, verdict.Until, verdict.Times, actor, verdict.Reason, Gone),
            _ => await Errors.ReopenAsync(error.Print, actor, verdict.Reason, Gone),
        });
    }

    /// <summary>Another life for what failed in jobs of an error: in a few of them first, or in all.</summary>
    private Task RetryAsync((ErrorGroup Error, IReadOnlyList<JobId>? Jobs) asked) => DoAsync(null, async actor =>
    {
        var made = asked.Jobs is { } jobs ? await Bulk.SubmitAsync(BulkVerb.Retry, jobs, actor, Gone)
            : await Bulk.SubmitAsync(BulkVerb.Retry, new JobFilter { Error = asked.Error.Print }, actor, Gone);
        Navigation.NavigateTo($"jobs/{made}");
    });

    private async Task DoAsync(string? done, Func<string, Task> what)
    {
        try
        {
            await what(await Gate.DemandAsync(Permission.ControlJobs, null, Gone));
            (_notice, _isBad) = (done, false);
        }
        catch (SubmissionException e)
        {
            (_notice, _isBad) = (e.Message, true);
        }
        catch (StoreUnavailableException)
        {
            (_notice, _isBad) = ("The server cannot reach its database just now, so this was not done. Try again in a moment.", true);
        }

        await RefreshAsync();
    }
}
