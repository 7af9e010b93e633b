namespace Headway.Catalog.Skills;

/// <summary>A sentence or list item, the unit that evidence quotes; offsets without the space and bullet around it.</summary>
internal readonly record struct Sentence(int Start, int End, SectionKind Section, bool IsItem);
