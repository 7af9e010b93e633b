using Headway.Model;

namespace Headway.Store;

/// <summary>An attempt in a list over all jobs.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Type">Type of its job.</param>
/// <param name="JobName">What a person calls the job; null where nothing.</param>
public sealed record AttemptLine(Attempt Attempt, string Type, string? JobName);
