using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Destinations that fail.</summary>
public sealed partial class SimStore : IBreakerStore
{
    private const int KeptSlices = 120;
    private readonly SortedDictionary<(string Org, string Destination), (Breaker Breaker, bool Probing)> _breakers = [];
    private readonly SortedDictionary<(string Org, string Destination, string Type, long Slice), CallCount> _calls = [];

    private long ThisSlice => Now.ToUnixTimeMilliseconds() / (long)BreakerRule.Slice.TotalMilliseconds;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Breaker>> CountCallsAsync(
        IReadOnlyList<CallCount> calls, BreakerRule rule, CancellationToken ct) => RunAsync<IReadOnlyList<Breaker>>(() =>
    {
        foreach (var call in calls)
        {
            var key = (call.Org, call.Destination, call.Type, ThisSlice);
            var kept = _calls.GetValueOrDefault(key);
            _calls[key] = call with
            {
                Calls = kept.Calls + call.Calls,
                Faults = kept.Faults + call.Faults,
                Refused = kept.Refused + call.Refused,
            };
        }

        foreach (var key in calls.Select(call => (call.Org, call.Destination)).Distinct())
        {
            var (count, faults, _) = Sum(key, rule);
            if (rule.Opens(count, faults) && _breakers.GetValueOrDefault(key).Breaker?.OpenedAt is null)
                Put(key, new Breaker
                {
                    Org = key.Org,
                    Destination = key.Destination,
                    OpenedAt = Now,
                    ProbeAt = Now + rule.ProbeEvery,
                    ChangedAt = Now,
                    Reason = $"{faults} of {count} calls failed",
                });
        }

        foreach (var old in _calls.Keys.Where(key => key.Slice < ThisSlice - KeptSlices).ToList())
            _calls.Remove(old);
        return [.. _breakers.Values.Where(one => one.Breaker.OpenedAt is not null).Select(Shown)];
    }, ct);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> TakeProbeAsync(string org, string destination, BreakerRule rule, CancellationToken ct) =>
        RunAsync(() =>
        {
            var key = (org, destination);
            if (_breakers.GetValueOrDefault(key).Breaker is not { OpenedAt: not null } breaker || !(breaker.ProbeAt <= Now))
                return (DateTimeOffset?)null;
            Put(key, breaker with { ProbeAt = Now + rule.ProbeEvery }, probing: true);
            return breaker.OpenedAt;
        }, ct);

    /// <inheritdoc/>
    public ValueTask<bool> EndProbeAsync(
        string org, string destination, DateTimeOffset opened, bool succeeded, BreakerRule rule, CancellationToken ct) => RunAsync(() =>
    {
        var key = (org, destination);
        if (_breakers.GetValueOrDefault(key).Breaker is not { ProbeAt: not null } breaker || breaker.OpenedAt != opened)
            return false;
        if (succeeded)
            Close(key, actor: null, "it answered again");
        else
            Put(key, breaker with { ProbeAt = Now + rule.ProbeEvery });
        return succeeded;
    }, ct);

    /// <inheritdoc/>
    public ValueTask OpenBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct) => RunAsync(
        () => Put((org, destination), new Breaker
        {
            Org = org,
            Destination = destination,
            OpenedAt = Now,
            ChangedAt = Now,
            Actor = actor,
            Reason = reason,
        }),
        ct);

    /// <inheritdoc/>
    public ValueTask<bool> CloseBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct) =>
        RunAsync(() =>
        {
            var stood = _breakers.GetValueOrDefault((org, destination)).Breaker?.OpenedAt is not null;
            if (stood)
                Close((org, destination), actor, reason);
            return stood;
        }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Breaker>> ListBreakersAsync(BreakerRule rule, CancellationToken ct) =>
        RunAsync<IReadOnlyList<Breaker>>(() =>
        {
            var found = _calls.Keys.Where(key => key.Slice >= ThisSlice - KeptSlices).Select(key => (key.Org, key.Destination))
                .Union(_breakers.Keys);
            return
            [
                .. found.Select(key =>
                {
                    var (calls, faults, refused) = Sum(key, rule);
                    var breaker = _breakers.TryGetValue(key, out var known)
                        ? Shown(known) : new Breaker { Org = key.Org, Destination = key.Destination };
                    return breaker with
                    {
                        Calls = calls,
                        Faults = faults,
                        Refused = refused,
                        Types = [.. _calls.Keys.Where(call => (call.Org, call.Destination) == key && call.Slice >= ThisSlice - KeptSlices)
                            .Select(call => call.Type).Distinct()],
                    };
                }).OrderBy(one => one.OpenedAt is null).ThenBy(one => one.Org, StringComparer.Ordinal)
                    .ThenBy(one => one.Destination, StringComparer.Ordinal).Take(1000),
            ];
        }, ct);

    private (int Calls, int Faults, int Refused) Sum((string Org, string Destination) key, BreakerRule rule)
    {
        var counted = _calls.Where(call => (call.Key.Org, call.Key.Destination) == key && call.Key.Slice > ThisSlice - rule.Slices)
            .Select(call => call.Value).ToList();
        return (counted.Sum(call => call.Calls), counted.Sum(call => call.Faults), counted.Sum(call => call.Refused));
    }

    private void Close((string Org, string Destination) key, string? actor, string? reason)
    {
        Put(key, new Breaker { Org = key.Org, Destination = key.Destination, ChangedAt = Now, Actor = actor, Reason = reason });
        foreach (var old in _calls.Keys.Where(call => (call.Org, call.Destination) == key).ToList())
            _calls.Remove(old);
        Wake();
    }

    private void Put((string Org, string Destination) key, Breaker breaker, bool probing = false) => _breakers[key] = (breaker, probing);

    private Breaker Shown((Breaker Breaker, bool Probing) known)
    {
        var at = known.Breaker.ProbeAt;
        return known.Breaker with
        {
            State = known.Breaker.OpenedAt is null ? BreakerState.Closed
                : known.Probing && at > Now ? BreakerState.HalfOpen : BreakerState.Open,
            ProbeIn = at is null ? null : at > Now ? at - Now : TimeSpan.Zero,
        };
    }
}
