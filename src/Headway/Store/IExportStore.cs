using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Reading everything, a window of item numbers at a time: a window costs the same at the end of a job of a million items as at its
/// beginning. Implemented by every store beside <see cref="IJobStore"/>.
/// </summary>
public interface IExportStore
{
    /// <summary>Work items of a window by number, with their inputs and outputs.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="first">From this number, ≥ 1.</param>
    /// <param name="last">To this number, at most 999 more.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<Item>> ReadItemsAsync(JobId id, ItemFilter filter, int first, int last, CancellationToken ct);

    /// <summary>Attempts of the items of a window, by item, generation, number and end.</summary>
    /// <param name="id">Which job; an unknown one has none.</param>
    /// <param name="first">From this item, ≥ 0: the plan item has attempts too.</param>
    /// <param name="last">To this item, at most 999 more; total + 1 is the finish item.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<Attempt>> ReadAttemptsAsync(JobId id, int first, int last, CancellationToken ct);
}
