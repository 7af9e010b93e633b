using Headway.Bulk;
using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Search;
using Headway.Store;
using Headway.Web.Access;
using Headway.Web.Dashboard.JobList;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Headway.Web.Dashboard.Pages;

/// <summary>Every job there is: found, sorted, chosen and worked on. All of it is in the address but what is chosen.</summary>
public sealed partial class JobsPage
{
    private const string Kept = "hw-job-columns";
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(200);
    private static readonly Dictionary<string, JobSort> Sorts = new()
    {
        ["newest"] = JobSort.Newest,
        ["oldest"] = JobSort.Oldest,
        ["status"] = JobSort.Status,
        ["status_down"] = JobSort.StatusDown,
        ["progress"] = JobSort.Progress,
        ["progress_down"] = JobSort.ProgressDown,
    };

    private readonly HashSet<JobId> _chosen = [];
    private int _typed;
    private string? _typing;
    private bool _all;
    private string _allOf = "";
    private SearchException? _problem;
    private string? _notice;
    private bool _isBad;
    private JobId? _made;

    [SupplyParameterFromQuery(Name = "tab")] private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "status")] private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "error")] private string? Error { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "cols")] private string? Cols { get; set; }

    [SupplyParameterFromQuery(Name = "after")] private string? After { get; set; }

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private StatsQueries Stats { get; set; } = null!;

    [Inject] private BulkClient Bulk { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    private IReadOnlyList<JobStatus> Statuses => Words.Parse<JobStatus>(Status);

    private IReadOnlyList<JobColumn> Columns => JobColumn.Parse(Cols);

    private JobsAsked Asked => new(
        Tab, Statuses, string.IsNullOrEmpty(Error) ? null : Error, Search?.Trim() ?? "", Sorts.GetValueOrDefault(Sort ?? "newest"));

    private bool IsFiltered => Tab is not null || Status is not null || Error is not null
        || !string.IsNullOrWhiteSpace(Search) || After is not null;

    private IEnumerable<string?> Tabs => Types.All.Select(type => type.Category).OfType<string>().Distinct().Prepend(null);

    private IReadOnlyList<(string Word, string Search)> Next => View is null ? []
        : Suggestions.Of(_typing ?? Search ?? "", View.Page.Rows, Types);

    private string Said => Asked.Sort switch
    {
        JobSort.Newest => After is null ? "Newest first" : "Further back",
        JobSort.Oldest => "Oldest first",
        JobSort.Progress or JobSort.ProgressDown => "By progress, a thousand jobs at a time, the newest thousand first",
        _ => "By status, the newest of each first",
    };

    /// <inheritdoc/>
    protected override async ValueTask<JobsView> ReadAsync(CancellationToken ct)
    {
        (var filter, _problem) = Asked.Read(Types, Clock.GetUtcNow());
        var (reach, who) = await Gate.ReachAsync(Permission.ReadData, ct);
        if (filter?.Config.Count > 0 && reach != Reach.All) // nor is what one may not open to be guessed at
        {
            var why = "Your role does not let you search for values of configs.";
            (filter, _problem) = (null, new SearchException(why, 0, Search?.Trim().Length ?? 0));
        }

        if (_all && _allOf != Asked.ToString())
            (_all, _notice) = (false, null);
        return (await JobsView.ReadAsync(Queries, Stats, filter, After, ct)).For(job => reach == Reach.All
            || (reach == Reach.Own && job.CreatedBy == who));
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Cols is not null || await Browser.InvokeAsync<string?>("headway.kept", Gone, Kept) is not { Length: > 0 } kept)
            return;
        if (kept != JobColumn.Usual)
            Navigation.NavigateTo(Link(("cols", kept)), replace: true);
    }

    private string TitleOf(Job job) => Types.TryGet(job.Type, out var type) ? type.Title : job.Type;

    private IReadOnlyCollection<string>? TypesOf(string? tab) => tab is null ? null : (Asked with { Tab = tab }).TypesOf(Types);

    private string Link(params (string Key, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Key, change => (object?)change.Value));

    private string SortLink(string first, string second) => Link(("sort", Sort == first ? second : first), ("after", null));

    private string? SortOf(string up, string down) =>
        (Sort ?? "newest") == up ? "ascending" : (Sort ?? "newest") == down ? "descending" : null;

    private string ExportLink(string format) =>
        $"/api/v1/jobs/export?format={format}&q={Uri.EscapeDataString(Asked.AsSearch(Types, Clock.GetUtcNow()))}";

    private string? Toggled(JobStatus status)
    {
        var statuses = Statuses.Contains(status) ? Statuses.Where(other => other != status) : Statuses.Append(status);
        return string.Join(',', statuses.Select(Words.Slug)) is { Length: > 0 } list ? list : null;
    }

    private async Task TypedAsync(ChangeEventArgs change)
    {
        var mine = ++_typed;
        _typing = change.Value as string ?? "";
        await Task.Delay(Typing, Clock, Gone);
        if (mine == _typed)
            Find(_typing);
    }

    private void Find(string search)
    {
        _typed++; // what was typed a moment before is not gone to any more
        _typing = null;
        Navigation.NavigateTo(Link(("q", search.Length > 0 ? search : null), ("after", null)), replace: true);
    }

    /// <summary>What was clicked has gone from the page: whoever clicked it goes on typing.</summary>
    private async Task FindAndGoOnAsync(string search)
    {
        Find(search);
        await Browser.InvokeVoidAsync("headway.focus", Gone, "[data-search]");
    }

    private async Task ShowAsync(string columns)
    {
        await Browser.InvokeAsync<bool>("headway.keep", Gone, Kept, columns);
        Navigation.NavigateTo(Link(("cols", columns == JobColumn.Usual ? null : columns)), replace: true);
    }

    private void Choose(JobId id)
    {
        _all = false;
        if (!_chosen.Remove(id))
            _chosen.Add(id);
    }

    private void ChoosePage()
    {
        _all = false;
        if (View!.Page.Rows.All(job => _chosen.Contains(job.Id)))
            _chosen.ExceptWith(View.Page.Rows.Select(job => job.Id));
        else
            _chosen.UnionWith(View.Page.Rows.Select(job => job.Id));
    }

    private void ChooseAll() => (_all, _allOf) = (true, Asked.ToString());

    private void ChooseNone()
    {
        _all = false;
        _chosen.Clear();
    }

    private async ValueTask<(int Count, bool More)> CountAsync() =>
        !_all ? (_chosen.Count, false)
        : Asked.Read(Types, Clock.GetUtcNow()) is ({ } filter, null) ? await Bulk.CountAsync(filter, Gone) : (0, false);

    private async Task DoAsync(BulkConfig wish)
    {
        try
        {
            var mine = wish with { Actor = await Gate.DemandAsync(Permission.ControlJobs, null, Gone) };
            _made = !_all ? await Bulk.SubmitAsync(mine, [.. _chosen], Gone)
                : Asked.Read(Types, Clock.GetUtcNow()) is ({ } filter, null) ? await Bulk.SubmitAsync(mine, filter, Gone) : null;
            (_notice, _isBad) = ("It is done by a job of its own, which says of each job how it went.", false);
            ChooseNone();
        }
        catch (SubmissionException e)
        {
            (_notice, _isBad, _made) = (e.Message, true, null);
        }
        catch (StoreUnavailableException)
        {
            (_notice, _isBad, _made) =
                ("The server cannot reach its database just now, so this was not done. Try again in a moment.", true, null);
        }

        await RefreshAsync();
    }
}
