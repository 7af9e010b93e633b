namespace Headway.Stats;

/// <summary>A destination that is not called for a while.</summary>
/// <param name="Destination">Which.</param>
/// <param name="Until">When it is tried again.</param>
public readonly record struct WhyBreaker(string Destination, DateTimeOffset? Until);
