namespace Headway.Store;

/// <summary>An effect threw inside the completion transaction, which was rolled back.</summary>
/// <param name="chunk">The chunk whose effect it was.</param>
/// <param name="inner">What it threw.</param>
public sealed class EffectFailedException(ChunkKey chunk, Exception inner)
    : Exception($"An effect of item {chunk.Lo} of {chunk.JobId} failed: {inner.Message}", inner)
{
    /// <summary>The chunk whose effect it was.</summary>
    public ChunkKey Chunk { get; } = chunk;
}
