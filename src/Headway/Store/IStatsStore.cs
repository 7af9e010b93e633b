using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Statistics of a store: sums that were written with the change they count, so that reading them costs the same whatever the size.
/// The same rules hold as for <see cref="IJobStore"/>.
/// </summary>
public interface IStatsStore
{
    /// <summary>What attempts took and how they ended, over a stretch of time up to now, in groups.</summary>
    /// <param name="query">Which, since when, and grouped by what.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>
    /// One row a group, by its key. The beginning is floored to a whole minute, for stretches over an hour to a quarter of an hour,
    /// over a day to an hour, over ten days to a day.
    /// </returns>
    ValueTask<IReadOnlyList<StatsRow>> ReadStatsAsync(StatsQuery query, CancellationToken ct);

    /// <summary>How many jobs have which status, by organisation and type; without those there are none of.</summary>
    /// <param name="org">One organisation; null for all.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<JobTally>> TallyJobsAsync(string? org, CancellationToken ct);

    /// <summary>
    /// Folds minutes to quarters, hours and days, moves of jobs into their tallies, and drops minutes and quarters after 48 hours and hours
    /// after 35 days. Changes no answer but by what is dropped. Any node may call it at any time.
    /// </summary>
    /// <returns>Whether there is more to fold at once.</returns>
    ValueTask<bool> FoldStatsAsync(CancellationToken ct);

    /// <summary>
    /// Counts the jobs themselves, compares with the tallies, and puts those right. Reads every job: for upkeep, not for requests.
    /// </summary>
    /// <returns>How many tallies were wrong.</returns>
    ValueTask<int> AuditTalliesAsync(CancellationToken ct);

    /// <summary>What stands between a job and a slot, beyond its own row.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where there is no such job.</returns>
    ValueTask<JobSurroundings?> ReadSurroundingsAsync(JobId id, CancellationToken ct);

    /// <summary>For every queue and type with work that could be claimed: since when the first of it has waited.</summary>
    ValueTask<IReadOnlyList<WaitingWork>> ListWaitingAsync(CancellationToken ct);
}
