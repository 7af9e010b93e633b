namespace Headway.Model;

/// <summary>What a child's end means to its parent. Cancelling the parent cancels its children under each of them.</summary>
public enum ChildPolicy
{
    /// <summary>The parent waits for it, and fails where it does not complete.</summary>
    Fail,

    /// <summary>The parent waits for it, whatever comes of it.</summary>
    Ignore,

    /// <summary>The parent does not wait for it.</summary>
    Detach,
}
