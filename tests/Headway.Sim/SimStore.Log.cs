using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>What handlers say.</summary>
public sealed partial class SimStore : ILogStore
{
    private readonly List<LogLine> _log = [];
    private long _lastLine;

    /// <inheritdoc/>
    public ValueTask AppendLogAsync(IReadOnlyList<LogLine> lines, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var line in lines)
        {
            if (!_jobs.TryGetValue(line.JobId, out var job))
                continue;
            _log.Add(line with { Id = ++_lastLine });
            Touch(job);
        }

        Commit(JobEventKind.Logged);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogLine>> ReadLogAsync(JobId id, LogFilter filter, long after, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<LogLine>>(
            () => [.. _log.Where(line => line.JobId == id && line.Id > after && line.Level >= filter.Level
                && (filter.No is null || line.No == filter.No)).Take(limit)],
            ct);

    /// <inheritdoc/>
    public ValueTask<int> PruneLogAsync(TimeSpan age, int atMost, CancellationToken ct) => RunAsync(() =>
    {
        var old = _log.Take(atMost).Where(line => line.At < Now - age).ToHashSet();
        return _log.RemoveAll(old.Contains);
    }, ct);
}
