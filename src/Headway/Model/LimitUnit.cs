namespace Headway.Model;

/// <summary>What a limit counts.</summary>
public enum LimitUnit
{
    /// <summary>Chunks in slots.</summary>
    Slots,

    /// <summary>
    /// Jobs under way: a job takes its place with its first chunk and keeps it between its chunks, until nothing of it can be claimed,
    /// or nothing of it ran for 10 s.
    /// </summary>
    Jobs,

    /// <summary>Chunks that started within a span of time.</summary>
    Starts,
}
