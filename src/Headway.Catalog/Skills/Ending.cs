namespace Headway.Catalog.Skills;

/// <summary>The endings that tell a noun from a verb form after stemming has taken them away.</summary>
internal enum Ending
{
    Other,
    Ing,
    Ed,
}
