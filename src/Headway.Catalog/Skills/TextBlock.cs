namespace Headway.Catalog.Skills;

/// <summary>A paragraph or list item under one heading.</summary>
internal readonly record struct TextBlock(int Start, int End, SectionKind Section, bool IsItem);
