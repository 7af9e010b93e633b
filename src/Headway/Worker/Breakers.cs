using Headway.Handlers;
using Headway.Machine;
using Headway.Model;
using Headway.Store;
using Headway.Telemetry;

namespace Headway.Worker;

/// <summary>
/// What this process knows of the destinations its handlers call. Counts are added to the store's once a second, and what is open on any
/// node is read with that; between two looks everything is answered from memory. A process whose handlers call nothing never looks.
/// </summary>
internal sealed class Breakers(
    TimeProvider clock, IdSource ids, BreakerRule rule, JobTypeRegistry types, HeadwayMetrics? metrics = null, IBreakerStore? store = null)
{
    private const int MaxDestination = 200;
    private static readonly TimeSpan WakePace = TimeSpan.FromMilliseconds(20); // between two items that come back to look
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private readonly Lock _gate = new();
    private readonly List<EndedProbe> _probes = [];
    private Dictionary<(string Org, string Destination, string Type), Tally> _tallies = [];
    private volatile Dictionary<(string Org, string Destination), OpenBreaker> _open = [];
    private volatile bool _called = types.All.Any(type => type.Destination is not null);

    /// <summary>Whether a type's jobs wait because what they all call is not called; answered from memory.</summary>
    public bool Holds(string type, string org) =>
        types.TryGet(type, out var known) && known.Destination is { } destination
        && _open.TryGetValue((org, destination), out var open) && !open.MayProbe(clock);

    /// <summary>Whether this process has learned that a destination is not called.</summary>
    public bool Knows(string org, string destination) => _open.ContainsKey((org, destination));

    /// <summary>An item is about to call a destination.</summary>
    /// <exception cref="BreakerOpenException">Nobody calls it now.</exception>
    public ValueTask EnterAsync(HeldChunk held, int no, string destination, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(destination);
        if (destination.Length > MaxDestination)
            throw new ArgumentException($"The name of a destination has at most {MaxDestination} characters.", nameof(destination));
        if (store is null)
            return ValueTask.CompletedTask;
        _called = true;
        if (Knows(held.Chunk.Org, destination))
            return EnterKnownAsync(held, no, destination, ct);
        held.Calls(no, destination);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether something that is no item, such as a delivery, may call a destination now.</summary>
    /// <returns>The probe that the call is, where it is one; or how long to wait before asking again.</returns>
    public async ValueTask<(DateTimeOffset? Probe, TimeSpan? Wait)> AskAsync(
        string org, string destination, string type, CancellationToken ct)
    {
        if (store is null)
            return default;
        _called = true;
        if (!_open.TryGetValue((org, destination), out var open))
            return default;
        if (open.MayProbe(clock) && await ProbeAsync(org, destination, open, ct) is { } opened)
            return (opened, null);
        lock (_gate)
        {
            TallyOf(org, destination, type).Add(0, 0, 1);
            return (null, open.NextWake(clock, rule.ProbeEvery * (1 + ids.NextDouble() / 4), WakePace, LongestWait));
        }
    }

    /// <summary>Counts a call that has ended.</summary>
    /// <param name="org">Whose.</param>
    /// <param name="destination">What was called.</param>
    /// <param name="type">For whose sake.</param>
    /// <param name="probe">The probe it was.</param>
    /// <param name="failed">The destination is to blame.</param>
    public void Told(string org, string destination, string type, DateTimeOffset? probe, bool failed)
    {
        lock (_gate)
        {
            if (probe is { } opened)
                _probes.Add(new EndedProbe(org, destination, opened, !failed));
            else
                TallyOf(org, destination, type).Add(1, failed ? 1 : 0, 0);
        }
    }

    /// <summary>Counts the calls of an item whose attempt has ended.</summary>
    public void Ended(HeldChunk held, ItemOutcome outcome)
    {
        if (outcome.Spared)
            return;
        var failed = outcome is
        {
            State: ItemState.Failed or ItemState.Retrying,
            Fault.Class: FaultClass.Transient,
        };
        foreach (var call in held.CallsOf(outcome.No))
            Told(held.Chunk.Org, call.Destination, held.Chunk.Type, call.Probe, failed);
    }

    /// <summary>Tells the store what was counted and learns what is open.</summary>
    /// <returns>Those that opened since the last look.</returns>
    public async ValueTask<IReadOnlyList<Breaker>> SyncAsync(CancellationToken ct)
    {
        if (store is null || !_called)
            return [];
        var (tallies, probes) = Take();
        try
        {
            for (; probes.Count > 0; probes.RemoveAt(0))
            {
                var probe = probes[0];
                await store.EndProbeAsync(probe.Org, probe.Destination, probe.Opened, probe.Succeeded, rule, ct);
            }

            var now = await store.CountCallsAsync([.. tallies.Select(pair => pair.Value.Of(pair.Key))], rule, ct);
            tallies.Clear();
            return Learn(now);
        }
        finally
        {
            GiveBack(tallies, probes);
        }
    }

    private async ValueTask EnterKnownAsync(HeldChunk held, int no, string destination, CancellationToken ct)
    {
        var (probe, wait) = await AskAsync(held.Chunk.Org, destination, held.Chunk.Type, ct);
        if (wait is { } later)
        {
            metrics?.Refused(held.Chunk.Type);
            throw new BreakerOpenException(destination, later);
        }

        if (probe is { } opened)
            held.Calls(no, destination, opened);
        else
            held.Calls(no, destination);
    }

    private async ValueTask<DateTimeOffset?> ProbeAsync(string org, string destination, OpenBreaker open, CancellationToken ct)
    {
        open.ProbeAfter(clock, rule.ProbeEvery); // others of this process need not ask meanwhile
        try
        {
            return await store!.TakeProbeAsync(org, destination, rule, ct);
        }
        catch (StoreUnavailableException)
        {
            return null; // nobody knows whether the call was ours to make; the item waits, and the next look tells
        }
    }

    private (Dictionary<(string, string, string), Tally> Tallies, List<EndedProbe> Probes) Take()
    {
        lock (_gate)
        {
            var taken = (_tallies, _probes.ToList());
            _tallies = [];
            _probes.Clear();
            return taken;
        }
    }

    private void GiveBack(Dictionary<(string, string, string), Tally> tallies, List<EndedProbe> probes)
    {
        lock (_gate)
        {
            _probes.InsertRange(0, probes);
            foreach (var (key, tally) in tallies)
                (_tallies.TryGetValue(key, out var newer) ? newer : _tallies[key] = new Tally()).Add(tally);
        }
    }

    private List<Breaker> Learn(IReadOnlyList<Breaker> now)
    {
        var before = _open;
        var open = new Dictionary<(string, string), OpenBreaker>(now.Count);
        var opened = new List<Breaker>();
        foreach (var breaker in now)
        {
            var key = (breaker.Org, breaker.Destination);
            var known = before.GetValueOrDefault(key);
            if (known is null)
                opened.Add(breaker);
            open[key] = new OpenBreaker(breaker.ProbeIn is { } wait ? clock.GetTimestamp() + Stamps(wait) : null, known);
        }

        _open = open;
        return opened;
    }

    private long Stamps(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private Tally TallyOf(string org, string destination, string type)
    {
        var key = (org, destination, type);
        return _tallies.TryGetValue(key, out var tally) ? tally : _tallies[key] = new Tally();
    }

    private readonly record struct EndedProbe(string Org, string Destination, DateTimeOffset Opened, bool Succeeded);

    private sealed class Tally
    {
        private int _calls;
        private int _faults;
        private int _refused;

        public void Add(int calls, int faults, int refused) => (_calls, _faults, _refused) =
            (_calls + calls, _faults + faults, _refused + refused);

        public void Add(Tally other) => Add(other._calls, other._faults, other._refused);

        public CallCount Of((string Org, string Destination, string Type) key) =>
            new(key.Org, key.Destination, key.Type, _calls, _faults, _refused);
    }
}
