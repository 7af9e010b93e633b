using Headway.Model;

namespace Headway.Store;

/// <summary>Keeps what handlers say. Implemented by every store beside <see cref="IJobStore"/>.</summary>
public interface ILogStore
{
    /// <summary>
    /// Keeps lines: a change of each of their jobs, ended ones too, told by one event of kind <see cref="JobEventKind.Logged"/>
    /// in the same transaction. Lines of jobs that are gone are passed over.
    /// </summary>
    /// <param name="lines">In order; at most 5,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask AppendLogAsync(IReadOnlyList<LogLine> lines, CancellationToken ct);

    /// <summary>Lines of a job, oldest first. Nothing with a smaller id appears later.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">Only lines with greater ids; 0 from the beginning.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<LogLine>> ReadLogAsync(JobId id, LogFilter filter, long after, int limit, CancellationToken ct);

    /// <summary>Drops old lines.</summary>
    /// <param name="age">Older than this, by the store's clock.</param>
    /// <param name="atMost">Rows looked at in one call.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were dropped.</returns>
    ValueTask<int> PruneLogAsync(TimeSpan age, int atMost, CancellationToken ct);
}
