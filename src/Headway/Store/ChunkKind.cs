namespace Headway.Store;

/// <summary>Which part of a handler a chunk is for.</summary>
public enum ChunkKind
{
    /// <summary>Enumerate the items.</summary>
    Plan,

    /// <summary>Work items.</summary>
    Work,

    /// <summary>Close the job.</summary>
    Finish,
}
