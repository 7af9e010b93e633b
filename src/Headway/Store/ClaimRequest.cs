namespace Headway.Store;

/// <summary>Who claims, where, how much.</summary>
/// <param name="Session">A live session.</param>
/// <param name="Call">A new random id for this call; with the chunk's place it is the right to write, so a lost answer can give two owners
/// nothing.</param>
/// <param name="Lane">One lane.</param>
/// <param name="MaxChunks">1–500; no more than can run now.</param>
/// <param name="MaxChunksPerJob">How many of them one job may give, ≥ 1; larger when few jobs are open.</param>
public sealed record ClaimRequest(Guid Session, Guid Call, Lane Lane, int MaxChunks, int MaxChunksPerJob);
