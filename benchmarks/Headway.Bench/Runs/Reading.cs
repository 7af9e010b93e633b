using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headway.Bench.Runs;

/// <summary>What a run found; its last line of output, as JSON.</summary>
/// <param name="Count">How many it did.</param>
/// <param name="Seconds">In how long.</param>
/// <param name="Samples">Single waits in milliseconds, where those were asked for.</param>
/// <param name="Facts">Other figures by name.</param>
internal sealed record Reading(
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("samples")] IReadOnlyList<double>? Samples = null,
    [property: JsonPropertyName("facts")] IReadOnlyDictionary<string, double>? Facts = null)
{
    [JsonIgnore]
    public double PerSecond => Count / Math.Max(Seconds, 1e-9);

    public static Reading Parse(string json) => JsonSerializer.Deserialize<Reading>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>The value below which a share of the values lies.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
