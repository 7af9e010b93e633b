namespace Headway.Store;

/// <summary>What an attempt used.</summary>
/// <param name="Busy">Wall time in the slot.</param>
public readonly record struct ChunkUsage(TimeSpan Busy);
