using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Headway.Web.Api;

/// <summary>
/// Adds up what meters measure and writes it as Prometheus reads it (text format 0.0.4). Bounded: a thousand series a metric, the rest is
/// counted in <c>headway_dropped_series_total</c>.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    private const int MostSeries = 1000;
    private static readonly string[] Meters = ["Headway", "System.Runtime"];
    private static readonly double[] Edges = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private long _dropped;

    public PrometheusText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!Meters.Contains(instrument.Meter.Name))
                return;
            // Told of before it has measured anything. Several hosts in one process add up.
            var metric = _metrics.GetOrAdd(NameOf(instrument), static (_, from) => new Metric(from), instrument);
            listener.EnableMeasurementEvents(instrument, metric);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, metric) => Measured((Metric)metric!, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, metric) => Measured((Metric)metric!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, metric) => Measured((Metric)metric!, value, tags));
        _listener.Start();
    }

    /// <summary>All there is now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, metric) in _metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(text, $"# HELP {name} {Escape(metric.Help)}");
            Line(text, $"# TYPE {name} {metric.Kind}");
            foreach (var (tags, series) in metric.Series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Write(text, name, tags, series, metric.Kind);
        }

        Line(text, "# HELP headway_dropped_series_total Measurements left out because a metric has too many series");
        Line(text, "# TYPE headway_dropped_series_total counter");
        Line(text, $"headway_dropped_series_total {Interlocked.Read(ref _dropped)}");
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>The name as it is written: dots become underscores, the unit and <c>_total</c> follow.</summary>
    internal static string NameOf(Instrument instrument)
    {
        var name = string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return name + unit + (IsHistogram(instrument) || IsGauge(instrument) ? "" : "_total");
    }

    private void Measured(Metric metric, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = Tags(tags);
        if (!metric.Series.TryGetValue(key, out var series))
        {
            if (metric.Series.Count >= MostSeries)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            series = metric.Series.GetOrAdd(key, static (_, histogram) => new Series(histogram), metric.Kind == "histogram");
        }

        series.Add(value, metric.Replaces);
    }

    private static void Write(StringBuilder text, string name, string tags, Series series, string kind)
    {
        var (sum, count, buckets) = series.Read();
        if (kind != "histogram")
        {
            Line(text, $"{name}{Braced(tags)} {Number(sum)}");
            return;
        }

        long below = 0;
        for (var i = 0; i < Edges.Length; i++)
        {
            below += buckets[i];
            Line(text, $"{name}_bucket{Braced(tags, $"le=\"{Number(Edges[i])}\"")} {below}");
        }

        Line(text, $"{name}_bucket{Braced(tags, "le=\"+Inf\"")} {count}");
        Line(text, $"{name}_sum{Braced(tags)} {Number(sum)}");
        Line(text, $"{name}_count{Braced(tags)} {count}");
    }

    private static string Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var parts = new string[tags.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var name = string.Concat(tags[i].Key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            var value = Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "";
            parts[i] = $"{name}=\"{Escape(value).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        }

        Array.Sort(parts, StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    private static string Braced(string tags, string more = "") =>
        tags.Length + more.Length == 0 ? "" : $"{{{tags}{(tags.Length > 0 && more.Length > 0 ? "," : "")}{more}}}";

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<double> or Histogram<long> or Histogram<int>;

    private static bool IsGauge(Instrument instrument) =>
        instrument.GetType().Name.Contains("Gauge", StringComparison.Ordinal)
        || instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private sealed class Metric(Instrument from)
    {
        public string Help { get; } = from.Description ?? from.Name;

        public string Kind { get; } = IsHistogram(from) ? "histogram" : IsGauge(from) ? "gauge" : "counter";

        /// <summary>It says a sum or a place by itself; else it says what to add.</summary>
        public bool Replaces { get; } = from.IsObservable;

        public ConcurrentDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Series(bool histogram)
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = histogram ? new long[Edges.Length + 1] : [];
        private double _sum;
        private long _count;

        public void Add(double value, bool replaces)
        {
            lock (_gate)
            {
                _sum = replaces ? value : _sum + value;
                _count++;
                if (!histogram)
                    return;
                var at = Array.FindIndex(Edges, edge => value <= edge);
                _buckets[at < 0 ? Edges.Length : at]++;
            }
        }

        public (double Sum, long Count, long[] Buckets) Read()
        {
            lock (_gate)
                return (_sum, _count, [.. _buckets]);
        }
    }
}
