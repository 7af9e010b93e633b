namespace Headway.Store;

/// <summary>What one look at the schedules did.</summary>
/// <param name="Schedules">Schedules that were due and decided about.</param>
/// <param name="Fires">Fires that were recorded.</param>
/// <param name="NextIn">How long until the next schedule is due; null where none is.</param>
public readonly record struct FireRound(int Schedules, int Fires, TimeSpan? NextIn);
