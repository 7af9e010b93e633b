namespace Headway.Stats;

/// <summary>A queue or type that a person holds.</summary>
/// <param name="What">E.g. <c>queue default</c>.</param>
/// <param name="Reason">What that person said; may be null.</param>
/// <param name="Until">When it goes on by itself; null: when somebody lets it.</param>
public readonly record struct WhyHold(string What, string? Reason, DateTimeOffset? Until);
