namespace Headway.Catalog.Skills;

/// <summary>A line of text without the space around it. Content begins after a bullet or number, if there is one.</summary>
internal readonly record struct TextLine(int Start, int End, int Content, LineKind Kind)
{
    public bool IsItem => Kind is LineKind.Bullet or LineKind.Numbered;
}

internal enum LineKind
{
    Plain,

    /// <summary>Nothing, or a rule drawn with dashes.</summary>
    Blank,

    /// <summary>A page number: no part of any sentence, and no end of one.</summary>
    Noise,
    Bullet,
    Numbered,
}
