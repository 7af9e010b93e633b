namespace Headway.Catalog.Documents;

/// <summary>Input of an item that works on an uploaded file.</summary>
public record DocumentInput
{
    /// <summary>The file.</summary>
    public required DocumentFile File { get; init; }
}
