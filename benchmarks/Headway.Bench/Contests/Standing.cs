using System.Globalization;
using Headway.Bench.Runs;

namespace Headway.Bench.Contests;

/// <summary>Who reached what in one workload, as a table of the report.</summary>
internal sealed class Standing(Workload workload)
{
    private static readonly double[] Shares = [0.5, 0.99];
    private readonly List<(string Name, List<Reading> Readings)> _all = [];
    private readonly List<string> _notes = [];

    private bool IsWait => workload.Shape is Shape.Wait or Shape.WaitAcross;

    public void Add(string name, Reading reading)
    {
        if (_all.All(one => one.Name != name))
            _all.Add((name, []));
        _all.Find(one => one.Name == name).Readings.Add(reading);
    }

    /// <summary>A line under the table, once.</summary>
    public void Say(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    public IEnumerable<string> Lines()
    {
        yield return $"### {workload.Title}";
        yield return "";
        foreach (var line in IsWait ? Waits() : Rates())
            yield return line;
        yield return "";
        foreach (var bar in workload.Bars.Select(Judge).Where(line => line is not null))
            yield return $"- {bar}";
        foreach (var note in _notes)
            yield return $"- {note}";
        yield return "";
    }

    private IEnumerable<string> Rates()
    {
        yield return "| contestant | per second, median [min, max] | seconds | n |";
        yield return "|---|---:|---:|---:|";
        foreach (var (name, readings) in _all)
        {
            var rates = readings.Select(reading => reading.PerSecond).ToList();
            var seconds = Reading.Percentile(readings.Select(reading => reading.Seconds), 0.5);
            yield return Invariant($"| {name} | {Reading.Percentile(rates, 0.5):N0} [{rates.Min():N0}, {rates.Max():N0}] ")
                + Invariant($"| {seconds:0.00} | {readings[0].Count:N0} × {readings.Count} |");
            foreach (var (fact, value) in readings[^1].Facts ?? new Dictionary<string, double>())
                Say(Invariant($"{name}: {fact} {value:0.#}"));
        }
    }

    private IEnumerable<string> Waits()
    {
        yield return "| contestant | p50 ms | p95 ms | p99 ms | n |";
        yield return "|---|---:|---:|---:|---:|";
        foreach (var (name, readings) in _all)
        {
            var waits = readings.SelectMany(reading => reading.Samples ?? []).ToList();
            yield return Invariant($"| {name} | {Reading.Percentile(waits, 0.5):0.00} | {Reading.Percentile(waits, 0.95):0.00} | ")
                + Invariant($"{Reading.Percentile(waits, 0.99):0.00} | {waits.Count:N0} |");
        }
    }

    /// <returns>Null where one of the two is not here.</returns>
    private string? Judge(Bar bar)
    {
        var us = _all.Find(one => one.Name == bar.Us).Readings;
        var them = _all.Find(one => one.Name == bar.Them).Readings;
        if (us is null || them is null)
            return null;
        if (IsWait)
        {
            return string.Join("; ", Shares.Select(share =>
            {
                var ratio = Wait(us, share) / Wait(them, share);
                return Invariant($"p{share * 100:0}: {bar.Us} waits {ratio:0.00} × {bar.Them}, ")
                    + Invariant($"at most {bar.Times:0.0#}: {Word(ratio <= bar.Times)}");
            }));
        }

        // Rounds in pairs: both of a round met the same machine.
        var ratios = us.Zip(them, (our, their) => our.PerSecond / their.PerSecond).ToList();
        var median = Reading.Percentile(ratios, 0.5);
        return Invariant($"{bar.Us} reaches {median:0.00} [{ratios.Min():0.00}, {ratios.Max():0.00}] × {bar.Them}, ")
            + Invariant($"at least {bar.Times:0.0#}: {Word(median >= bar.Times)}");
    }

    private static double Wait(IEnumerable<Reading> readings, double share) =>
        Reading.Percentile(readings.SelectMany(reading => reading.Samples ?? []), share);

    private static string Word(bool met) => met ? "met" : "**missed**";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
