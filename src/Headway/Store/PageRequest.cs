namespace Headway.Store;

/// <summary>Which page.</summary>
/// <param name="Limit">Rows, 1–1,000.</param>
/// <param name="After">The <c>Next</c> of the page before; null for the first. Something else is an
/// <see cref="ArgumentException"/>.</param>
public readonly record struct PageRequest(int Limit, string? After = null);
