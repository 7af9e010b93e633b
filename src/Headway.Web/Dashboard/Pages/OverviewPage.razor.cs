using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.People;
using Headway.Store;
using Headway.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Headway.Web.Dashboard.Pages;

/// <summary>How everything goes, and what needs somebody.</summary>
public sealed partial class OverviewPage
{
    private const int NeedsShown = 5;
    private string? _notice;
    private bool _all;

    [SupplyParameterFromQuery(Name = "period")] private string? PeriodSlug { get; set; }

    [Inject] private JobQueries Queries { get; set; } = null!;

    [Inject] private StatsQueries Stats { get; set; } = null!;

    [Inject] private FlowClient Flow { get; set; } = null!;

    [Inject] private BreakerClient Breakers { get; set; } = null!;

    [Inject] private ErrorClient Errors { get; set; } = null!;

    [Inject] private JobArchive Archive { get; set; } = null!;

    [Inject] private JobLives Lives { get; set; } = null!;

    [Inject] private ReadTogether Together { get; set; } = null!;

    [Inject] private JobTypeRegistry Types { get; set; } = null!;

    [Inject] private PageGate Gate { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    protected override ValueTask<OverviewView> ReadAsync(CancellationToken ct) =>
        new OverviewReads(Queries, Stats, Flow, Breakers, Errors, Archive, Together).ReadAsync(Period.Parse(PeriodSlug), ct);

    private string TitleOf(Job job) => Types.TryGet(job.Type, out var type) ? type.Title : job.Type;

    private async Task ActAsync(Attention need)
    {
        try
        {
            _notice = await DoneAsync(need);
        }
        catch (SubmissionException e)
        {
            _notice = e.Message;
        }

        await RefreshAsync();
    }

    private async Task<string?> DoneAsync(Attention need)
    {
        if (need.Lift is { } hold)
        {
            await Gate.DemandAsync(Permission.SteerFlow, null, Gone);
            await Flow.LiftAsync(hold.Kind, hold.Name, hold.Org, Gone);
            return $"The {Words.Slug(hold.Kind)} {hold.Name} goes on.";
        }

        if (need.Retry is not { } job)
            return _notice;
        var actor = await Gate.DemandAsync(Permission.ControlJobs, await Queries.GetJobAsync(job, Gone), Gone);
        var (result, count) = await Lives.RetryFailedAsync(job, actor, Gone);
        return result == ControlResult.Done
            ? $"{(count == 1 ? "1 item runs" : $"{Words.Count(count)} items run")} again."
            : "Nothing of this job can be retried any more; see its page.";
    }
}
