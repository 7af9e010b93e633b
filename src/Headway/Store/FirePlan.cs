namespace Headway.Store;

/// <summary>What a schedule whose time has come does, and when it comes again.</summary>
/// <param name="Fires">In order of their times; one whose fire waits already says what becomes of that.</param>
/// <param name="NextAt">The first fire after now; null where none will come.</param>
public sealed record FirePlan(IReadOnlyList<PlannedFire> Fires, DateTimeOffset? NextAt);
