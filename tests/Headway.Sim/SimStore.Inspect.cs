using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Looking into one job.</summary>
public sealed partial class SimStore : IInspectStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StateRun>> ReadStatesAsync(JobId id, int first, int last, CancellationToken ct) =>
        RunAsync<IReadOnlyList<StateRun>>(() =>
        {
            var runs = new List<StateRun>();
            if (_jobs.GetValueOrDefault(id) is not { } job)
                return runs;
            last = Math.Min(job.Counts.Total, (int)Math.Min(last, first + (long)IInspectStore.MostStates - 1));
            for (var no = first; no <= last; no++)
            {
                var state = job.StateOf(no);
                if (runs.Count > 0 && runs[^1].State == state)
                    runs[^1] = runs[^1] with { Last = no };
                else
                    runs.Add(new StateRun(no, no, state));
            }

            return runs;
        }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FaultGroup>> GroupFaultsAsync(JobId id, int atMost, CancellationToken ct) =>
        RunAsync<IReadOnlyList<FaultGroup>>(() =>
        {
            if (_jobs.GetValueOrDefault(id) is not { } job)
                return [];
            var failures = Enumerable.Range(0, job.Counts.Total + 2).SelectMany(job.AttemptsOf).Where(attempt => attempt.Fault is not null)
                .OrderBy(attempt => attempt.No).ThenBy(attempt => attempt.Generation).ThenBy(attempt => attempt.Number).Take(atMost);
            return [.. failures.GroupBy(attempt => (attempt.Fault!.Class, attempt.Fault.Code)).Select(group => new FaultGroup
            {
                Class = group.Key.Class,
                Code = group.Key.Code,
                Times = group.Count(),
                Items = group.DistinctBy(attempt => attempt.No).Count(),
                FirstAt = group.Min(attempt => attempt.EndedAt),
                LastAt = group.Max(attempt => attempt.EndedAt),
                SampleNo = group.Last().No,
                Sample = group.Last().Fault!,
            }).OrderByDescending(group => group.Times).ThenBy(group => group.Code, StringComparer.Ordinal).ThenBy(group => group.Class)];
        }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogLine>> ReadLogBackAsync(
        JobId id, LogFilter filter, long before, int limit, CancellationToken ct) => RunAsync<IReadOnlyList<LogLine>>(
            () => [.. _log.Where(line => line.JobId == id && line.Id < before && line.Level >= filter.Level
                && (filter.No is null || line.No == filter.No)).TakeLast(limit)],
            ct);
}
