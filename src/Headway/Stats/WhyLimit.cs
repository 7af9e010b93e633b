namespace Headway.Stats;

/// <summary>A limit that is used up.</summary>
/// <param name="Key">What it counts, e.g. <c>user ann</c>.</param>
/// <param name="Used">How many there are.</param>
/// <param name="Max">How many there may be.</param>
public readonly record struct WhyLimit(string Key, long Used, long Max);
