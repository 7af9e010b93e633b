namespace Headway.Model;

/// <summary>What becomes of fires whose time passed by more than a minute while no node was there to make them.</summary>
public enum MisfirePolicy
{
    /// <summary>They are passed over.</summary>
    Skip,

    /// <summary>One fire, for the last of them, makes up for all.</summary>
    Once,

    /// <summary>Each is made up for, the last 100 at most.</summary>
    All,
}
