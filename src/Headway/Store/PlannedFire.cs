using Headway.Model;

namespace Headway.Store;

/// <summary>A fire that was decided.</summary>
/// <param name="At">The time it stands for.</param>
/// <param name="Outcome">What comes of it.</param>
/// <param name="Job">The job it submits; null for other outcomes.</param>
/// <param name="Missed">Earlier fires it stands for.</param>
public sealed record PlannedFire(DateTimeOffset At, FireOutcome Outcome, EnqueuedJob? Job, int Missed);
