using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Limits. What runs is counted from the claims each time, so nothing can disagree with them.</summary>
public sealed partial class SimStore : ILimitStore
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private readonly SortedDictionary<(LimitScope Scope, string Name, LimitUnit Unit), Limit> _limits = [];
    private readonly SortedDictionary<(string Cap, JobId Job), DateTimeOffset> _places = [];
    private readonly List<(string Cap, DateTimeOffset At)> _starts = [];
    private bool _took;       // the last claim took something
    private bool _tookPlaces; // it began jobs, not only more chunks of those under way

    /// <inheritdoc/>
    public ValueTask SetLimitAsync(Limit limit, CancellationToken ct) => RunAsync(() =>
    {
        _limits[(limit.Scope, limit.Name, limit.Unit)] = limit with { At = Now };
        foreach (var job in _jobs.Values.Where(job => job.Claims.Count > 0))
            TakePlaces(job);
        Wake();
    }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveLimitAsync(LimitScope scope, string name, LimitUnit unit, CancellationToken ct) => RunAsync(() =>
    {
        var removed = _limits.Remove((scope, name, unit));
        Wake();
        return removed;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Limit>> ListLimitsAsync(CancellationToken ct) => RunAsync<IReadOnlyList<Limit>>(
        () => [.. _limits.Values.OrderBy(limit => limit.Scope.ToString(), StringComparer.OrdinalIgnoreCase)
            .ThenBy(limit => limit.Name, StringComparer.Ordinal).ThenBy(limit => limit.Unit.ToString(), StringComparer.OrdinalIgnoreCase)],
        ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LimitUse>> ListLimitUsesAsync(CancellationToken ct) => RunAsync<IReadOnlyList<LimitUse>>(
        () => [.. _jobs.Values.SelectMany(CapsOf).DistinctBy(cap => cap.Key)
            .Select(cap => new LimitUse(cap.Limit.Scope, cap.Value, cap.Limit.Unit, cap.Limit.Most, Used(cap), WaitingFor(cap)))
            .OrderBy(use => use.Most - use.Used)],
        ct);

    /// <inheritdoc/>
    public ValueTask<LimitUpkeep> KeepLimitsAsync(CancellationToken ct) => RunAsync(() =>
    {
        var freed = _places.Keys.Where(place => !KeepsPlace(_jobs[place.Job])).ToList();
        foreach (var place in freed)
            _places.Remove(place);
        if (freed.Count > 0)
            Wake();
        return new LimitUpkeep(0, freed.Count, 0);
    }, ct);

    /// <summary>Limits over everything that the last claim exceeded; what was there before a limit was lowered stays.</summary>
    internal IEnumerable<string> Overruns()
    {
        foreach (var limit in _limits.Values.Where(limit => limit is { Scope: LimitScope.Global, Unit: not LimitUnit.Starts }))
        {
            var running = _jobs.Values.Select(job => job.Claims.Count).Where(count => count > 0).ToList();
            var used = limit.Unit == LimitUnit.Slots ? running.Sum() : running.Count;
            if (used > limit.Most && (limit.Unit == LimitUnit.Slots ? _took : _tookPlaces))
                yield return $"{used} {limit.Unit} run where {limit.Most} may";
        }
    }

    /// <summary>How many chunks of a job the limits let start now.</summary>
    private int RoomFor(SimJob job) => _limits.Count == 0
        ? int.MaxValue : CapsOf(job).Select(cap => RoomFor(job, cap)).DefaultIfEmpty(int.MaxValue).Min();

    private int RoomFor(SimJob job, Cap cap) =>
        cap.Limit.Unit == LimitUnit.Jobs && _places.ContainsKey((cap.Key, job.Id)) ? int.MaxValue
        : cap.Limit.Most <= Used(cap) ? 0
        : cap.Limit.Unit == LimitUnit.Jobs ? int.MaxValue
        : cap.Limit.Most - Used(cap);

    /// <summary>The first limit that lets nothing of a job start now.</summary>
    private LimitHit? OverOf(SimJob job)
    {
        var full = CapsOf(job).Where(cap => RoomFor(job, cap) == 0).OrderBy(cap => cap.Key, StringComparer.OrdinalIgnoreCase).ToList();
        if (full.Count == 0)
            return null;
        var (_, value, limit) = full[0];
        TimeSpan? wait = null;
        if (limit is { Unit: LimitUnit.Starts, Most: > 0, Span: { } span })
        {
            var oldest = _starts.Where(start => start.Cap == full[0].Key).Select(start => Tenth(start.At, full[0]))
                .Where(tenth => tenth >= Tenth(Now, full[0]) - 10).Min();
            wait = DateTimeOffset.UnixEpoch.AddTicks((oldest + 11) * span.Ticks / 10) - Now;
        }

        return new LimitHit(limit.Scope, value, limit.Unit, limit.Most, wait);
    }

    private void Started(SimJob job, int chunks)
    {
        _took = true;
        TakePlaces(job);
        foreach (var cap in CapsOf(job).Where(cap => cap.Limit.Unit == LimitUnit.Starts))
            _starts.AddRange(Enumerable.Repeat((cap.Key, Now), chunks));
    }

    /// <summary>Ends the places of a job where nothing of it runs or can.</summary>
    private void Ended(SimJob job)
    {
        if (job.Claims.Count > 0 || job.IsOpen || job.IsDriven)
            return;
        foreach (var place in _places.Keys.Where(place => place.Job == job.Id).ToList())
            _places.Remove(place);
    }

    private void TakePlaces(SimJob job)
    {
        foreach (var cap in CapsOf(job).Where(cap => cap.Limit.Unit == LimitUnit.Jobs))
            _tookPlaces |= _places.TryAdd((cap.Key, job.Id), Now);
    }

    private bool KeepsPlace(SimJob job) => job.Claims.Count > 0 || ((job.IsOpen || job.IsDriven) && job.ActiveAt > Now - Idle);

    private int Used(Cap cap) => cap.Limit.Unit switch
    {
        LimitUnit.Slots => _jobs.Values
            .Where(job => job.Claims.Count > 0 && (cap.Limit.Scope == LimitScope.Global || CapsOf(job).Any(other => other.Key == cap.Key)))
            .Sum(job => job.Claims.Count),
        LimitUnit.Jobs => _places.Keys.Count(place => place.Cap == cap.Key),
        _ => _starts.Count(start => start.Cap == cap.Key && Tenth(start.At, cap) >= Tenth(Now, cap) - 10),
    };

    private int WaitingFor(Cap cap) => cap.Limit.Most > Used(cap) ? 0
        : _jobs.Values.Count(job => job.IsOpen && CapsOf(job).Any(other => other.Key == cap.Key));

    private IEnumerable<Cap> CapsOf(SimJob job)
    {
        if (_limits.Count == 0)
            yield break;
        foreach (var group in _limits.Values.GroupBy(limit => (limit.Scope, limit.Unit)))
        {
            if (ValueOf(job, group.Key.Scope) is not { } value)
                continue;
            var limit = group.FirstOrDefault(limit => limit.Name == value) ?? group.FirstOrDefault(limit => limit.Name == Limit.Each);
            if (limit is not null)
                yield return new Cap($"{limit.Scope}:{value}:{limit.Unit}", value, limit);
        }
    }

    private static string? ValueOf(SimJob job, LimitScope scope) => scope switch
    {
        LimitScope.Global => "",
        LimitScope.Org => job.Lane.Org,
        LimitScope.Type => job.Lane.Type,
        LimitScope.Queue => job.Lane.Queue,
        LimitScope.User => job.Accepted.Job.CreatedBy is { } user ? $"{job.Lane.Org}/{user}" : null,
        _ => job.Accepted.Job.LimitKey is { } key ? $"{job.Lane.Org}/{key}" : null,
    };

    private static long Tenth(DateTimeOffset at, Cap cap) => (at - DateTimeOffset.UnixEpoch).Ticks * 10 / cap.Limit.Span!.Value.Ticks;

    private readonly record struct Cap(string Key, string Value, Limit Limit);

    private void SetKeyLimits(IReadOnlyList<EnqueuedJob> jobs)
    {
        foreach (var (name, slots) in KeyLimits.Of(jobs))
            _limits[(LimitScope.Key, name, LimitUnit.Slots)] = new Limit { Scope = LimitScope.Key, Name = name, Most = slots, At = Now };
    }
}
