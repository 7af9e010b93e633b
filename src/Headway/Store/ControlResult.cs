namespace Headway.Store;

/// <summary>How a person's wish went.</summary>
public enum ControlResult
{
    /// <summary>Done, or already so.</summary>
    Done,

    /// <summary>No such job or item.</summary>
    NotFound,

    /// <summary>It has ended, or the item is not in a state that allows it.</summary>
    Refused,
}
