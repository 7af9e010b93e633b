namespace Headway.Store;

/// <summary>What a call of process may do next.</summary>
/// <param name="Kind">Which of the parts is meant.</param>
/// <param name="Chunk">The chunk it took; null where it took none.</param>
/// <param name="Answer">The answer kept for the request, or else how the job stands; null where there is no such job.</param>
public sealed record ProcessTurn(ProcessTurnKind Kind, ClaimedChunk? Chunk, ProcessAnswer? Answer)
{
    /// <summary>
    /// Where busy: the claim the request works with, if this very session holds it; asking with it gives its chunk. Null otherwise.
    /// </summary>
    public Guid? Call { get; init; }

    /// <summary>Where limited: the limit that had no room. Null otherwise.</summary>
    public LimitHit? Over { get; init; }
}
