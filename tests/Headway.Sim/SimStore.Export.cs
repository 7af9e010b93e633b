using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Reading everything, window by window.</summary>
public sealed partial class SimStore : IExportStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Item>> ReadItemsAsync(JobId id, ItemFilter filter, int first, int last, CancellationToken ct) =>
        RunAsync<IReadOnlyList<Item>>(() => _jobs.GetValueOrDefault(id) is { } job
            ? [.. Enumerable.Range(first, Math.Max(0, Math.Min(last, job.Counts.Total) - first + 1))
                .Where(no => filter.States.Count == 0 || filter.States.Contains(job.StateOf(no)))
                .Select(no => job.ReadItem(no, whole: true))]
            : [], ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Attempt>> ReadAttemptsAsync(JobId id, int first, int last, CancellationToken ct) =>
        RunAsync<IReadOnlyList<Attempt>>(() => _jobs.GetValueOrDefault(id) is { } job
            ? [.. Enumerable.Range(first, last - first + 1).SelectMany(job.AttemptsOf).OrderBy(attempt => attempt.No)
                .ThenBy(attempt => attempt.Generation).ThenBy(attempt => attempt.Number).ThenBy(attempt => attempt.EndedAt)]
            : [], ct);
}
