namespace Headway.Model;

/// <summary>Jobs of one queue and type that could give something now, but for holds.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Type">The job type.</param>
/// <param name="Count">How many, up to 1,001: more are not counted.</param>
public readonly record struct WaitingJobs(string Queue, string Type, int Count);
