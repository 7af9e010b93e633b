namespace Headway.Model;

/// <summary>What a limit counts together.</summary>
public enum LimitScope
{
    /// <summary>Everything.</summary>
    Global,

    /// <summary>An organisation.</summary>
    Org,

    /// <summary>A user of an organisation; jobs nobody signed for are not limited by it.</summary>
    User,

    /// <summary>A job type, over all organisations.</summary>
    Type,

    /// <summary>A queue, over all organisations.</summary>
    Queue,

    /// <summary>A concurrency key of an organisation; see <see cref="NewJob.LimitKey"/>.</summary>
    Key,
}
