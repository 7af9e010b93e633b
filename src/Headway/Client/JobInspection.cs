using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs and pages look into one job, whatever its size.</summary>
/// <param name="store">Where jobs live.</param>
/// <param name="attempts">Where their attempts are read.</param>
public sealed class JobInspection(IInspectStore store, IExportStore attempts)
{
    /// <inheritdoc cref="IInspectStore.ReadStatesAsync"/>
    public ValueTask<IReadOnlyList<StateRun>> ReadStatesAsync(JobId id, int first, int last, CancellationToken ct) =>
        store.ReadStatesAsync(id, first, last, ct);

    /// <inheritdoc cref="IInspectStore.GroupFaultsAsync"/>
    public ValueTask<IReadOnlyList<FaultGroup>> GroupFaultsAsync(JobId id, int atMost, CancellationToken ct) =>
        store.GroupFaultsAsync(id, atMost, ct);

    /// <inheritdoc cref="IInspectStore.ReadLogBackAsync"/>
    public ValueTask<IReadOnlyList<LogLine>> ReadLogBackAsync(
        JobId id, LogFilter filter, long before, int limit, CancellationToken ct) => store.ReadLogBackAsync(id, filter, before, limit, ct);

    /// <inheritdoc cref="IExportStore.ReadAttemptsAsync"/>
    public ValueTask<IReadOnlyList<Attempt>> ReadAttemptsAsync(JobId id, int first, int last, CancellationToken ct) =>
        attempts.ReadAttemptsAsync(id, first, last, ct);
}
