namespace Headway.Store;

/// <summary>What a promotion did.</summary>
/// <param name="Count">Spans and jobs that came due.</param>
/// <param name="NextIn">How long until the next will; null where nothing waits.</param>
public readonly record struct Promotion(int Count, TimeSpan? NextIn);
