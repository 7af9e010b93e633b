namespace Headway.People;

/// <summary>How far a permission goes.</summary>
public enum Reach
{
    /// <summary>Nowhere: refused.</summary>
    None,

    /// <summary>To what one submitted or made oneself.</summary>
    Own,

    /// <summary>To everything of the organisation.</summary>
    All,
}
