namespace Headway.Data;

/// <summary>A column as the catalog tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Key">1-based place in the primary key; 0 outside it.</param>
public sealed record ColumnShape(string Name, ColumnKind Kind, int Key);
