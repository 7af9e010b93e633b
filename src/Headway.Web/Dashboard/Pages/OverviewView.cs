using Headway.Model;
using Headway.Stats;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the overview shows, read in one go.</summary>
public sealed record OverviewView
{
    /// <summary>Jobs by status; a status without jobs may be missing.</summary>
    public required IReadOnlyDictionary<JobStatus, long> Counts { get; init; }

    /// <summary>The one sentence on top.</summary>
    public required Health Health { get; init; }

    /// <summary>What needs somebody, the worst first.</summary>
    public required IReadOnlyList<Attention> Needs { get; init; }

    /// <summary>What ran in the period.</summary>
    public required PeriodSums Sums { get; init; }

    /// <summary>Worker sessions with their health.</summary>
    public required IReadOnlyList<(WorkerSession Session, WorkerHealth Health)> Workers { get; init; }

    /// <summary>The newest open jobs.</summary>
    public required IReadOnlyList<Job> Live { get; init; }

    /// <summary>What is to be expected of them.</summary>
    public required IReadOnlyDictionary<JobId, Outlook> Outlooks { get; init; }

    /// <summary>The last cleanup.</summary>
    public required Cleanup Cleanup { get; init; }

    /// <summary>The store's time when this was read.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Jobs of these statuses together.</summary>
    public long Jobs(params ReadOnlySpan<JobStatus> statuses)
    {
        var sum = 0L;
        foreach (var status in statuses)
            sum += Counts.GetValueOrDefault(status);
        return sum;
    }
}
