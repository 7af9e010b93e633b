namespace Headway.Store;

/// <summary>What a running item says of itself.</summary>
/// <param name="Chunk">Its claim.</param>
/// <param name="No">Its number.</param>
/// <param name="Percent">0–100; null where only words were given.</param>
/// <param name="Step">What it is doing now; null keeps the last words. ≤ 400 characters.</param>
public readonly record struct ProgressReport(ChunkKey Chunk, int No, double? Percent, string? Step);
