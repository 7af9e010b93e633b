namespace Headway.Catalog.Documents;

/// <summary>Which file, as the API writes it into an item's input.</summary>
public sealed record DocumentFile
{
    /// <summary>Its name in the file store.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What a person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its size.</summary>
    public long Bytes { get; init; }
}
