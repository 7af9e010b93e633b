namespace Headway.Catalog.Skills;

/// <summary>
/// A line, or the label at its front, that opens a part. Known: the table names it. Inline: text follows on the line, from Content on.
/// Signed: a colon or Markdown says it is one.
/// </summary>
internal readonly record struct Heading(SectionKind Kind, bool Known, bool Inline, bool Signed, int Start, int LabelEnd, int Content);
