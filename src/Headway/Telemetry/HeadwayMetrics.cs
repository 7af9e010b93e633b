using System.Diagnostics.Metrics;
using Headway.Deliveries;
using Headway.Model;
using Headway.Store;

namespace Headway.Telemetry;

/// <summary>What the engine counts, under the meter <c>Headway</c>. Tags are few and bounded: types, states, statuses, never ids.</summary>
internal sealed class HeadwayMetrics : IDisposable
{
    public const string MeterName = "Headway";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _items;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _away;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _busy;
    private readonly Histogram<double> _store;
    private readonly ObservableGauge<long> _jobs;
    private volatile Sample? _sample;

    public HeadwayMetrics()
    {
        _items = _meter.CreateCounter<long>("headway.items", "{item}", "Outcomes recorded, by job type and state");
        _claimed = _meter.CreateCounter<long>("headway.claims", "{chunk}", "Chunks claimed, by job type");
        _faults = _meter.CreateCounter<long>("headway.faults", "{item}", "Attempts that failed, by job type and class of fault");
        _deliveries = _meter.CreateCounter<long>("headway.deliveries", "{attempt}", "Attempts to send deliveries, by channel and outcome");
        _busy = _meter.CreateHistogram<double>("headway.chunk.duration", "s", "Time a chunk spent in its slot, by job type");
        _store = _meter.CreateHistogram<double>("headway.store.latency", "s", "Time the store took to answer the smallest question");
        _away = _meter.CreateCounter<long>("headway.store.failures", "{call}", "Times the store did not answer it");
        _jobs = _meter.CreateObservableGauge("headway.jobs", Jobs, "{job}", "Jobs by status, of the whole store");
        _refused = _meter.CreateCounter<long>(
            "headway.calls.refused", "{attempt}", "Attempts handed back because what they call fails, by job type");
        _meter.CreateObservableGauge("headway.breakers", Broken, "{destination}", "Destinations that are not called, of the whole store");
        _meter.CreateObservableGauge(
            "headway.deliveries.open", Open, "{delivery}", "Deliveries that wait or were given up, of the whole store");
        _meter.CreateObservableGauge("headway.workers", () => Sum(_ => 1), "{session}", "Worker sessions alive, of the whole store");
        _meter.CreateObservableGauge("headway.slots", () => Sum(session => session.Slots), "{slot}", "Slots of the workers alive");
        _meter.CreateObservableGauge("headway.slots.busy", () => Sum(session => session.Busy), "{slot}", "Slots that run a chunk");
    }

    /// <summary>Somebody reads the gauges, so they are worth a look at the store.</summary>
    public bool IsWatched => _jobs.Enabled;

    public void Dispose() => _meter.Dispose();

    public void Claimed(string type) => _claimed.Add(1, new KeyValuePair<string, object?>("type", type));

    public void Recorded(string type, FinishedChunk chunk)
    {
        _busy.Record(chunk.Usage.Busy.TotalSeconds, new KeyValuePair<string, object?>("type", type));
        if (_items.Enabled)
        {
            foreach (var state in chunk.Outcomes.CountBy(outcome => outcome.State))
                _items.Add(state.Value, new("type", type), new("state", Words(state.Key)));
        }

        if (!_faults.Enabled)
            return;
        foreach (var outcome in chunk.Outcomes)
        {
            if (outcome is { Fault: { } fault, State: ItemState.Failed or ItemState.Retrying or ItemState.Quarantined })
                _faults.Add(1, new("type", type), new("class", Words(fault.Class)));
        }
    }

    public void Delivered(DeliveryChannel channel, DeliveryState state, DeliveryVerdict verdict) => _deliveries.Add(
        1, new("channel", channel.ToString().ToLowerInvariant()),
        new("outcome", verdict == DeliveryVerdict.Taken ? "sent" : state == DeliveryState.Dead ? "dead" : "failed"));

    public void Refused(string type) => _refused.Add(1, new KeyValuePair<string, object?>("type", type));

    public void StoreAnswered(TimeSpan time) => _store.Record(time.TotalSeconds);

    public void StoreAway() => _away.Add(1);

    public void Sampled(
        IReadOnlyDictionary<JobStatus, long> jobs, IReadOnlyList<WorkerSession> sessions, DeliveryCounts? deliveries = null,
        IReadOnlyList<Breaker>? open = null) =>
        _sample = new Sample(jobs, sessions, deliveries, open);

    private IEnumerable<Measurement<long>> Jobs() => _sample is { } sample
        ? Enum.GetValues<JobStatus>().Select(status => new Measurement<long>(
            sample.Jobs.GetValueOrDefault(status), new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant())))
        : [];

    private IEnumerable<Measurement<long>> Open() => _sample is { Deliveries: { } deliveries }
        ? [new Measurement<long>(deliveries.Waiting, new KeyValuePair<string, object?>("state", "waiting")),
            new Measurement<long>(deliveries.Dead, new KeyValuePair<string, object?>("state", "dead"))]
        : [];

    private IEnumerable<Measurement<long>> Broken() => _sample is { Open: { } open }
        ? [new Measurement<long>(
            open.Count(one => one.State == BreakerState.Open), new KeyValuePair<string, object?>("state", "open")),
            new Measurement<long>(
                open.Count(one => one.State == BreakerState.HalfOpen), new KeyValuePair<string, object?>("state", "half_open"))]
        : [];

    private IEnumerable<Measurement<long>> Sum(Func<WorkerSession, long> of) =>
        _sample is { } sample ? [new Measurement<long>(sample.Sessions.Sum(of))] : [];

    private static string Words(ItemState state) => state switch
    {
        ItemState.Completed => "completed",
        ItemState.Skipped => "skipped",
        ItemState.Retrying => "retrying",
        _ => "failed",
    };

    private static string Words(FaultClass fault) => fault.ToString().ToLowerInvariant();

    private sealed record Sample(
        IReadOnlyDictionary<JobStatus, long> Jobs, IReadOnlyList<WorkerSession> Sessions, DeliveryCounts? Deliveries,
        IReadOnlyList<Breaker>? Open);
}
