namespace Headway.Handlers;

/// <summary>Works the items of a chunk together, for types where that is cheaper. Use instead of <see cref="IJobHandler"/>.</summary>
public interface IChunkHandler
{
    /// <summary>Gives every item an outcome. An item left without one, or one whose chunk threw, fails with what was thrown.</summary>
    /// <param name="chunk">The items, in order.</param>
    /// <param name="ct">As for <see cref="IJobHandler.WorkAsync"/>.</param>
    ValueTask WorkAsync(ChunkContext chunk, CancellationToken ct);
}
