namespace Headway.Store;

/// <summary>What became of the wish for a chunk.</summary>
public enum ProcessTurnKind
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>A chunk was taken.</summary>
    Chunk,

    /// <summary>The request has its answer, or the job has ended.</summary>
    Answered,

    /// <summary>The same request is at work elsewhere, or was until its driver died.</summary>
    Busy,

    /// <summary>The job is open, but has nothing to take now: others work at it, it is paused, or it waits.</summary>
    Nothing,

    /// <summary>There is a chunk, and a limit lets no more start now; nothing was taken.</summary>
    Limited,
}
