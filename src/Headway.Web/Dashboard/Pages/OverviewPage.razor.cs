using Headway.Client;
using Headway.Handlers;
using Headway.Model;
using Headway.Store;
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

    /// <inheritdoc/>
    protected override TimeSpan? AtLeastEvery => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    protected override ValueTask<OverviewView> ReadAsync(CancellationToken ct) =>
        new OverviewReads(Queries, Stats, Flow, Breakers, Errors, Archive, Together).ReadAsync(Period.Parse(PeriodSlug), ct);

    private string TitleOf(Job job) => Types.TryGet(job.Type, out var type) ? type.Title : job.Type;

    private async Task ActAsync(Attention need)
    {
        if (need.Lift is { } hold)
        {
            await Flow.LiftAsync(hold.Kind, hold.Name, hold.Org, Gone);
            _notice = $"The {Words.Slug(hold.Kind)} {hold.Name} goes on.";
        }
        else if (need.Retry is { } job)
        {
            var (result, count) = await Lives.RetryFailedAsync(job, "dashboard", Gone);
            _notice = result == ControlResult.Done
                ? $"{(count == 1 ? "1 item runs" : $"{Words.Count(count)} items run")} again."
                : "Nothing of this job can be retried any more; see its page.";
        }

        await RefreshAsync();
    }
}
