using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Attempts over all jobs: what runs and what has ended. The same rules hold as for <see cref="IJobStore"/>.
/// </summary>
public interface IAttemptStore
{
    /// <summary>
    /// Attempts of items that have ended, the latest first; of one moment by job and number of the item, greatest
    /// first. The list is walked by time. What narrows it beyond time looks at 10,000 chunks a page: a page may be short, or empty,
    /// and have a next one.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<Page<AttemptLine>> ListEndedAsync(AttemptFilter filter, PageRequest page, CancellationToken ct);

    /// <summary>Chunks in the hands of workers and clients, those claimed last first.</summary>
    /// <param name="filter">Which; only its organisation and text count.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<RunningChunk>> ListRunningAsync(AttemptFilter filter, int limit, CancellationToken ct);
}
