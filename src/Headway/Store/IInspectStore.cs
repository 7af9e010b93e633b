using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Looking into one job of any size: where its items are, what failed, what was said last. Each call costs what it is asked for, however
/// large the job is. Implemented by every store beside <see cref="IJobStore"/>.
/// </summary>
public interface IInspectStore
{
    /// <summary>Most numbers that <see cref="ReadStatesAsync"/> reads at once.</summary>
    const int MostStates = 100_000;

    /// <summary>States of the items of a window, neighbours of one state together.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="first">From this number, ≥ 1.</param>
    /// <param name="last">To this number; no further than <see cref="MostStates"/> items and the last item there is.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Runs without gaps, by number.</returns>
    ValueTask<IReadOnlyList<StateRun>> ReadStatesAsync(JobId id, int first, int last, CancellationToken ct);

    /// <summary>Failures of a job by their code, the most frequent first.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="atMost">How many failures are looked at, by item number; what lies beyond is not counted.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<FaultGroup>> GroupFaultsAsync(JobId id, int atMost, CancellationToken ct);

    /// <summary>The last lines of a job's log before a place, oldest first.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="before">Lines of lower ids; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<LogLine>> ReadLogBackAsync(JobId id, LogFilter filter, long before, int limit, CancellationToken ct);
}
