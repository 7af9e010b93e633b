using System.Runtime.CompilerServices;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Letting jobs go, and getting them back. A dump names the job it stands for; the job itself stays in memory.</summary>
public sealed partial class SimStore : IArchiveStore
{
    private readonly Dictionary<JobId, SimJob> _gone = [];
    private readonly SortedDictionary<JobId, ArchivedJob> _archived = [];
    private readonly Dictionary<string, (Guid Holder, DateTimeOffset Until, DateTimeOffset? Ran)> _duties = [];
    private readonly SortedDictionary<(DateTimeOffset Day, string Org, string Type), PrunedCount> _pruned = [];
    private IReadOnlyList<RetentionRule> _rules = [];
    private int _leaving;

    /// <inheritdoc/>
    public ValueTask<ControlResult> KeepAsync(JobId id, bool kept, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(id, out var job))
            return ControlResult.NotFound;
        if (job.Kept != kept)
        {
            job.Kept = kept;
            Touch(job, actor);
            Commit(kept ? JobEventKind.Kept : JobEventKind.LetGo);
        }

        return ControlResult.Done;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RetentionRule>> ListRulesAsync(CancellationToken ct) => RunAsync(() => _rules, ct);

    /// <inheritdoc/>
    public ValueTask SetRulesAsync(IReadOnlyList<RetentionRule> rules, CancellationToken ct) =>
        RunAsync(() => { _rules = [.. rules]; }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> TakeDutyAsync(string name, Guid holder, TimeSpan lease, TimeSpan every, CancellationToken ct) => RunAsync(() =>
    {
        if (_duties.TryGetValue(name, out var duty) && duty.Holder != holder && (duty.Until > Now || duty.Ran > Now - every))
            return false;
        _duties[name] = (holder, Now + lease, duty.Ran);
        return true;
    }, ct);

    /// <inheritdoc/>
    public ValueTask EndDutyAsync(string name, Guid holder, CancellationToken ct) => RunAsync(() =>
    {
        if (_duties.TryGetValue(name, out var duty) && duty.Holder == holder)
            _duties[name] = (holder, Now, Now);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> DutyRanAsync(string name, CancellationToken ct) =>
        RunAsync(() => _duties.GetValueOrDefault(name).Ran, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScannedJob>> ScanAsync(JobId? after, int limit, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ScannedJob>>(() => [.. _jobs.Values.Where(job => after is null || job.Id > after).Take(limit)
            .Select(job => new ScannedJob(job.Id, job.Lane.Type, job.Status, job.Kept, job.Seq, job.CreatedAt, job.FinishedAt))], ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobId>> DeleteAsync(IReadOnlyList<Departure> jobs, string? actor, CancellationToken ct) =>
        RunAsync<IReadOnlyList<JobId>>(() =>
        {
            var gone = jobs.Where(job => _jobs.GetValueOrDefault(job.Id) is { Phase: JobPhase.Final, Kept: false, Claims.Count: 0 } there
                && there.Seq == job.Seq && !IsAwaited(job.Id)).OrderBy(job => job.Id).ToList();
            foreach (var departure in gone)
                Touch(_jobs[departure.Id], actor);
            Commit(JobEventKind.Deleted);
            foreach (var departure in gone)
                Delete(departure);
            return [.. gone.Select(job => job.Id)];
        }, ct);

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(int rows, CancellationToken ct) => RunAsync(() =>
    {
        var purged = Math.Min(rows, _leaving);
        _leaving -= purged;
        return purged;
    }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> DumpAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await RunAsync(() => _jobs.ContainsKey(id), ct))
            yield return $$$"""{"table":"job","row":{"id":"{{{id.Value}}}"}}""";
    }

    /// <inheritdoc/>
    public async ValueTask<ControlResult> RestoreAsync(JobId id, IAsyncEnumerable<string> lines, string? actor, CancellationToken ct)
    {
        await foreach (var line in lines.WithCancellation(ct))
            ArgumentException.ThrowIfNullOrEmpty(line);
        return await RunAsync(() =>
        {
            if (_jobs.ContainsKey(id))
                return ControlResult.Refused;
            _jobs.Add(id, _gone[id]);
            _gone.Remove(id);
            _archived.Remove(id);
            Touch(_jobs[id], actor);
            Commit(JobEventKind.Restored);
            return ControlResult.Done;
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<ArchivedJob?> GetArchivedAsync(JobId id, CancellationToken ct) => RunAsync(() => _archived.GetValueOrDefault(id), ct);

    /// <inheritdoc/>
    public ValueTask<Page<ArchivedJob>> ListArchivedAsync(string? search, PageRequest page, CancellationToken ct)
    {
        JobId? after = page.After is null ? null : JobId.TryParse(page.After, null, out var id) ? id : throw BadPage();
        return RunAsync(() => Cut(
            [.. _archived.Values.Reverse().Where(job => after is null || job.Id < after)
                .Where(job => string.IsNullOrEmpty(search) || job.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) == true)
                .Take(page.Limit + 1)], page.Limit, job => job.Id.ToString()), ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PrunedCount>> ListPrunedAsync(DateTimeOffset since, CancellationToken ct) =>
        RunAsync<IReadOnlyList<PrunedCount>>(() => [.. _pruned.Values.Where(count => count.Day >= since)], ct);

    /// <inheritdoc/>
    /// <remarks>Events are numbered by their place here, so they stay; sessions go.</remarks>
    public ValueTask<int> PruneTracesAsync(DateTimeOffset before, int limit, CancellationToken ct) => RunAsync(() =>
        _sessions.RemoveAll(session => session.EndedAt < before && !ClaimsWhere(session.Id).Any()), ct);

    /// <inheritdoc/>
    /// <remarks>Statistics and limits are counted from what there is, so there is nothing of them to let go.</remarks>
    public ValueTask<int> PruneOldAsync(KeepTimes keep, int limit, CancellationToken ct) => RunAsync(() =>
        Drop(_pruned, pair => pair.Value.Day < Now - keep.Statistics, limit)
        + Drop(_processes, pair => pair.Value.At < Now - keep.Requests, limit)
        + Drop(_breakers, pair => pair.Value.Breaker.OpenedAt is null && pair.Value.Breaker.ChangedAt < Now - keep.Breakers, limit)
        + Drop(_keys, pair => (pair.Value.RevokedAt ?? pair.Value.ExpiresAt) < Now - keep.Keys, limit)
        + Drop(_signIns, pair => pair.Value.ExpiresAt <= Now, limit)
        + Drop(_links, pair => pair.Value.ExpiresAt <= Now, limit), ct);

    private static int Drop<TKey, TValue>(IDictionary<TKey, TValue> from, Func<KeyValuePair<TKey, TValue>, bool> old, int limit) =>
        from.Where(old).Take(limit).ToList().Count(pair => from.Remove(pair.Key));

    private void Delete(Departure departure)
    {
        var job = _jobs[departure.Id];
        _jobs.Remove(job.Id);
        _gone[job.Id] = job;
        _leaving += job.Counts.Total;
        DropNotices(job.Id);
        if (departure.Place is { } place)
        {
            _archived[job.Id] = new ArchivedJob
            {
                Id = job.Id,
                Org = job.Lane.Org,
                Type = job.Lane.Type,
                Name = job.Accepted.Job.Name,
                Status = job.Status,
                Items = job.Counts.Total,
                CreatedAt = job.CreatedAt,
                FinishedAt = job.FinishedAt!.Value,
                ArchivedAt = Now,
                Place = place,
            };
        }

        var key = (Floor(Now, TimeSpan.FromDays(1)), job.Lane.Org, job.Lane.Type);
        var before = _pruned.GetValueOrDefault(key);
        _pruned[key] = new PrunedCount(
            key.Item1, key.Org, key.Type, before.Jobs + 1, before.Items + job.Counts.Total,
            before.Archived + (departure.Place is null ? 0 : 1));
    }
}
