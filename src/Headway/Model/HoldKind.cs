namespace Headway.Model;

/// <summary>What a hold is laid on.</summary>
public enum HoldKind
{
    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A job type, in every queue.</summary>
    Type,
}
