namespace Headway.Stats;

/// <summary>One thing that stands between a job and a slot.</summary>
/// <param name="Code">A stable word, e.g. <c>slots_busy</c>.</param>
/// <param name="Message">One sentence that says what.</param>
/// <param name="Hint">What to do about it; null where nothing is to be done.</param>
public sealed record WhyReason(string Code, string Message, string? Hint);
