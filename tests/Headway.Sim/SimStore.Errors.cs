using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Errors over all jobs.</summary>
public sealed partial class SimStore : IErrorStore
{
    private readonly List<ErrorMove> _errorMoves = [];
    private readonly SortedDictionary<string, ErrorGroup> _errors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<
        (string Print, int Level, DateTimeOffset At, string Org, string Type), (long Times, long Failed, long Jobs)> _errorCounts = [];
    private readonly Dictionary<(JobId Job, string Print), (long Times, DateTimeOffset FirstAt, DateTimeOffset LastAt)> _errorJobs = [];

    /// <inheritdoc/>
    public ValueTask<bool> FoldErrorsAsync(CancellationToken ct) => RunAsync(() =>
    {
        var batch = new ErrorBatch(_errorMoves);
        _errorMoves.Clear();
        batch.MakeRoom(_errors.Keys.ToHashSet(), _errors.Values.GroupBy(one => one.Code).ToDictionary(
            group => group.Key, group => group.LongCount()));
        var hit = new HashSet<(JobId, string)>();
        foreach (var (job, print, times, first, last) in batch.Jobs().Where(one => _jobs.ContainsKey(one.Job)))
        {
            if (!_errorJobs.TryGetValue((job, print), out var kept))
                hit.Add((job, print));
            _errorJobs[(job, print)] = (kept.Times + times, kept.Times == 0 ? first : kept.FirstAt, last);
        }

        foreach (var (kind, times, first, last) in batch.Errors())
            _errors[kind.Print] = Happened(kind, times, first, last);
        foreach (var (key, times, failed, jobs) in batch.Counts(hit))
        {
            var kept = _errorCounts.GetValueOrDefault(key);
            _errorCounts[key] = (kept.Times + times, kept.Failed + failed, kept.Jobs + jobs);
        }

        DropOldErrors();
        return false;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ErrorGroup>> ListErrorsAsync(ErrorFilter filter, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ErrorGroup>>(() =>
        {
            var any = filter is { Org: null, Type: null, States.Count: > 0 } && !filter.States.Contains(ErrorState.Open);
            return
            [
                .. _errors.Values.Select(one => Counted(one, filter))
                    .Where(one => (any || one.Times > 0) && (filter.States.Count == 0 || filter.States.Contains(one.State)))
                    .Where(one => string.IsNullOrEmpty(filter.Search) || one.Print == filter.Search
                        || one.Code.Contains(filter.Search, StringComparison.OrdinalIgnoreCase)
                        || one.Pattern.Contains(filter.Search, StringComparison.OrdinalIgnoreCase))
                    .OrderByDescending(one => filter.By switch
                    {
                        ErrorOrder.Last => one.LastAt.Ticks,
                        ErrorOrder.First => one.FirstAt.Ticks,
                        _ => one.Times,
                    })
                    .ThenByDescending(one => one.LastAt).ThenBy(one => one.Print, StringComparer.Ordinal).Take(filter.Limit),
            ];
        }, ct);

    /// <inheritdoc/>
    public ValueTask<ErrorGroup?> GetErrorAsync(string print, ErrorFilter filter, CancellationToken ct) =>
        RunAsync(() => _errors.TryGetValue(print, out var one) ? Counted(one, filter) : null, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ErrorHit>> ListErrorJobsAsync(string print, string? org, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ErrorHit>>(
            () => [.. _errorJobs.Where(pair => pair.Key.Print == print && _jobs.ContainsKey(pair.Key.Job))
                .Select(pair => (Job: _jobs[pair.Key.Job], Hit: pair.Value))
                .Where(pair => org is null || pair.Job.Lane.Org == org)
                .OrderByDescending(pair => pair.Hit.LastAt).ThenByDescending(pair => pair.Job.Id).Take(limit)
                .Select(pair => new ErrorHit(
                    pair.Job.Id, pair.Job.Lane.Org, pair.Job.Lane.Type, pair.Job.Accepted.Job.Name, pair.Job.Status, pair.Hit.Times,
                    pair.Hit.FirstAt, pair.Hit.LastAt))],
            ct);

    /// <inheritdoc/>
    public ValueTask<bool> SetErrorAsync(string print, ErrorVerdict verdict, CancellationToken ct) => RunAsync(() =>
    {
        if (!_errors.TryGetValue(print, out var one))
            return false;
        var ignored = verdict.State == ErrorState.Ignored;
        _errors[print] = one with
        {
            State = verdict.State == ErrorState.Regressed ? ErrorState.Open : verdict.State,
            Until = ignored ? verdict.Until : null,
            UntilTimes = ignored ? one.AllTimes + verdict.Times : null,
            ChangedAt = Now,
            Actor = verdict.Actor,
            Reason = verdict.Reason,
            BackAt = null,
        };
        return true;
    }, ct);

    private void NoteErrors(SimJob job, FinishedChunk chunk)
    {
        foreach (var outcome in chunk.Outcomes.Where(one => one is { Spared: false, Fault: not null }))
        {
            if (outcome.State is ItemState.Failed or ItemState.Retrying or ItemState.Quarantined)
                NoteError(job, outcome.Fault!, 1, outcome.State == ItemState.Retrying ? 0 : 1);
        }
    }

    private void NoteError(SimJob job, Fault fault, long times, long failed) =>
        _errorMoves.Add(new ErrorMove(Now, job.Lane.Org, job.Lane.Type, job.Id, ErrorKind.Of(fault), times, failed));

    private ErrorGroup Happened(ErrorKind kind, long times, DateTimeOffset first, DateTimeOffset last)
    {
        var known = _errors.GetValueOrDefault(kind.Print) ?? new ErrorGroup
        {
            Print = kind.Print,
            Class = kind.Class,
            Code = kind.Code,
            Pattern = kind.Pattern,
            Sample = kind.Sample,
            Times = 0,
            Failed = 0,
            Jobs = 0,
            AllTimes = 0,
            FirstAt = first,
            LastAt = last,
            State = ErrorState.Open,
        };
        var back = known is { State: ErrorState.Resolved, BackAt: null } && last > known.ChangedAt;
        return known with
        {
            Class = kind.Class,
            Sample = kind.Sample,
            Hint = kind.Hint,
            AllTimes = known.AllTimes + times,
            LastAt = last,
            BackAt = back ? first > known.ChangedAt ? first : last : known.BackAt,
        };
    }

    private ErrorGroup Counted(ErrorGroup one, ErrorFilter filter)
    {
        var (level, step, since) = ErrorBatch.StepsOf(filter.Period, Now);
        var rows = _errorCounts.Where(row => row.Key.Print == one.Print && row.Key.Level == level && row.Key.At >= since
            && (filter.Org is null || row.Key.Org == filter.Org) && (filter.Type is null || row.Key.Type == filter.Type)).ToList();
        var trend = new long[(int)((ErrorBatch.Floor(Now, step) - since) / step) + 1];
        foreach (var row in rows)
            trend[(int)((row.Key.At - since) / step)] += row.Value.Times;
        var ignored = (one.Until is null || one.Until > Now) && (one.UntilTimes is null || one.AllTimes < one.UntilTimes);
        return one with
        {
            Times = rows.Sum(row => row.Value.Times),
            Failed = rows.Sum(row => row.Value.Failed),
            Jobs = rows.Sum(row => row.Value.Jobs),
            Types = [.. rows.Select(row => row.Key.Type).Distinct().Order(StringComparer.Ordinal)],
            Trend = trend,
            State = one.State switch
            {
                ErrorState.Resolved => one.BackAt is null ? ErrorState.Resolved : ErrorState.Regressed,
                ErrorState.Ignored => ignored ? ErrorState.Ignored : ErrorState.Open,
                _ => ErrorState.Open,
            },
        };
    }

    private void DropOldErrors()
    {
        foreach (var old in _errorCounts.Keys.Where(key => key.At < Now - ErrorBatch.Kept[key.Level]).ToList())
            _errorCounts.Remove(old);
        foreach (var old in _errors.Values.Where(one => one.LastAt < Now - ErrorBatch.Kept[2] && one.State != ErrorState.Ignored).ToList())
            _errors.Remove(old.Print);
    }
}
