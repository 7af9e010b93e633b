using System.Diagnostics.Metrics;
using Headway.Model;
using Headway.Store;

namespace Headway;

/// <summary>What the engine counts, under the meter <c>Headway</c>.</summary>
internal sealed class HeadwayMetrics : IDisposable
{
    public const string MeterName = "Headway";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _items;
    private readonly Counter<long> _claimed;
    private readonly Histogram<double> _busy;

    public HeadwayMetrics()
    {
        _items = _meter.CreateCounter<long>("headway.items", "{item}", "Outcomes recorded, by job type and state");
        _claimed = _meter.CreateCounter<long>("headway.claims", "{chunk}", "Chunks claimed, by job type");
        _busy = _meter.CreateHistogram<double>("headway.chunk.duration", "s", "Time a chunk spent in its slot, by job type");
    }

    public void Dispose() => _meter.Dispose();

    public void Claimed(string type) => _claimed.Add(1, new KeyValuePair<string, object?>("type", type));

    public void Recorded(string type, FinishedChunk chunk)
    {
        _busy.Record(chunk.Usage.Busy.TotalSeconds, new KeyValuePair<string, object?>("type", type));
        if (!_items.Enabled)
            return;
        foreach (var state in chunk.Outcomes.CountBy(outcome => outcome.State))
            _items.Add(state.Value, new("type", type), new("state", Words(state.Key)));
    }

    private static string Words(ItemState state) => state switch
    {
        ItemState.Completed => "completed",
        ItemState.Skipped => "skipped",
        ItemState.Retrying => "retrying",
        _ => "failed",
    };
}
