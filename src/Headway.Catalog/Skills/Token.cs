namespace Headway.Catalog.Skills;

/// <summary>A word of the text: where it stands and the number of its stem, 0 where no name of the library uses it.</summary>
internal readonly record struct Token(int Start, int End, int Word);
