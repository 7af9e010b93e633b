namespace Headway.Store;

/// <summary>Which statistics; null parts do not narrow.</summary>
/// <param name="Since">From when, up to now.</param>
/// <param name="By">What one row of the answer is about.</param>
/// <param name="Org">One organisation.</param>
/// <param name="Type">One job type.</param>
/// <param name="Queue">One queue.</param>
public readonly record struct StatsQuery(
    DateTimeOffset Since, StatsGrouping By = StatsGrouping.All, string? Org = null, string? Type = null, string? Queue = null);
