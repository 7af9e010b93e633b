using Headway.Model;
using Headway.Stats;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of tasks shows, read in one go.</summary>
public sealed record TasksView
{
    /// <summary>What ran in the period.</summary>
    public required PeriodSums Sums { get; init; }

    /// <summary>Worker sessions with their health.</summary>
    public required IReadOnlyList<(WorkerSession Session, WorkerHealth Health)> Workers { get; init; }

    /// <summary>The page of the list.</summary>
    public required IReadOnlyList<TaskRow> Rows { get; init; }

    /// <summary>Place of the next page; null on the last.</summary>
    public required string? Next { get; init; }

    /// <summary>Items that wait, and of how many jobs, as far as was looked.</summary>
    public required (long Items, int Jobs, bool More) Pending { get; init; }

    /// <summary>The task that is looked at; null for none.</summary>
    public TaskDetail? Open { get; init; }

    /// <summary>The store's time when this was read.</summary>
    public required DateTimeOffset Now { get; init; }
}
