namespace Headway.Catalog.Skills;

/// <summary>How a skill was seen in the text.</summary>
public enum EvidenceKind
{
    /// <summary>Its name or one of its aliases stands there.</summary>
    Explicit,

    /// <summary>Its words stand apart in one sentence, or the activity calls for it: a group project for team work.</summary>
    Implied,
}
