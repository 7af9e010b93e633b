namespace Headway.Model;

/// <summary>What upkeep of the limits did.</summary>
/// <param name="Mended">Counts that did not agree with what runs and were put right.</param>
/// <param name="Freed">Jobs that gave up their place because nothing of them ran.</param>
/// <param name="Unparked">Jobs that may be claimed again.</param>
public readonly record struct LimitUpkeep(int Mended, int Freed, int Unparked);
