using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What is looked at for things that need somebody.</summary>
internal sealed record AttentionFacts
{
    /// <summary>The store's time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Worker sessions with their health.</summary>
    public IReadOnlyList<(WorkerSession Session, WorkerHealth Health)> Workers { get; init; } = [];

    /// <summary>Open jobs that run, the newest first, as many as were read.</summary>
    public IReadOnlyList<Job> Running { get; init; } = [];

    /// <summary>What is to be expected of them.</summary>
    public IReadOnlyDictionary<JobId, Outlook> Outlooks { get; init; } = new Dictionary<JobId, Outlook>();

    /// <summary>Jobs that failed lately.</summary>
    public IReadOnlyList<Job> Failed { get; init; } = [];

    /// <summary>Attempts of the last hour by job type.</summary>
    public IReadOnlyList<StatsRow> LastHour { get; init; } = [];

    /// <summary>Jobs started in the last hour, by queue.</summary>
    public IReadOnlyList<StatsRow> LastHourOfQueues { get; init; } = [];

    /// <summary>What waits, by queue and type.</summary>
    public IReadOnlyList<WaitingJobs> Waiting { get; init; } = [];

    /// <summary>Queues and types that are paused.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>Destinations that are not called.</summary>
    public IReadOnlyList<Breaker> Breakers { get; init; } = [];

    /// <summary>Errors that were resolved and have happened since, the last first, as many as were read.</summary>
    public IReadOnlyList<ErrorGroup> Regressed { get; init; } = [];

    /// <summary>Jobs whose items all wait for their next attempt.</summary>
    public long Retrying { get; init; }
}
