using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs, pages and the API look at attempts over all jobs.</summary>
/// <param name="store">Where attempts live.</param>
public sealed class AttemptQueries(IAttemptStore store)
{
    /// <inheritdoc cref="IAttemptStore.ListEndedAsync"/>
    public ValueTask<Page<AttemptLine>> ListEndedAsync(AttemptFilter filter, PageRequest page, CancellationToken ct) =>
        store.ListEndedAsync(filter, page, ct);

    /// <inheritdoc cref="IAttemptStore.ListRunningAsync"/>
    public ValueTask<IReadOnlyList<RunningChunk>> ListRunningAsync(AttemptFilter filter, int limit, CancellationToken ct) =>
        store.ListRunningAsync(filter, limit, ct);
}
