namespace Headway.Store;

/// <summary>Attempts that ended in one stretch of time.</summary>
/// <param name="At">Its start.</param>
/// <param name="Type">Job type.</param>
/// <param name="Completed">Items completed or skipped.</param>
/// <param name="Failed">Attempts failed, retried ones included.</param>
/// <param name="Busy">Sum of time in slots.</param>
public readonly record struct ThroughputBucket(DateTimeOffset At, string Type, long Completed, long Failed, TimeSpan Busy);
