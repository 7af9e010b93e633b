namespace Headway.Catalog.Skills;

/// <summary>What a word says about the sentence it stands in.</summary>
[Flags]
internal enum WordTraits : byte
{
    None = 0,

    /// <summary>The sentence speaks of software.</summary>
    Tool = 1,

    /// <summary>The sentence speaks of languages rather than peoples.</summary>
    Language = 2,

    /// <summary>The sentence is policy wherever it stands.</summary>
    Boilerplate = 4,

    /// <summary>No part of what a name is about: "of", "the".</summary>
    Function = 8,
}
