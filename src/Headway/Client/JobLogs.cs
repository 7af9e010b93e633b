using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs, pages and the API read what handlers said.</summary>
public sealed class JobLogs(ILogStore store)
{
    /// <inheritdoc cref="ILogStore.ReadLogAsync"/>
    public ValueTask<IReadOnlyList<LogLine>> ReadAsync(JobId id, LogFilter filter, long after, int limit, CancellationToken ct) =>
        store.ReadLogAsync(id, filter, after, limit, ct);
}
