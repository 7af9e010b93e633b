namespace Headway.Catalog.Documents;

/// <summary>What came of parsing a document: a text or a fault, never both.</summary>
/// <param name="Text">What was read; null where it failed.</param>
/// <param name="Fault">Why not; null where it was read.</param>
/// <param name="Detail">For engineers; may be null.</param>
public sealed record ParseOutcome(DocumentText? Text, DocumentFault? Fault, string? Detail)
{
    /// <summary>CPU time of the child that read it; zero where it died.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>Greatest memory of that child in bytes; zero where it died.</summary>
    public long PeakMemoryBytes { get; init; }

    internal static ParseOutcome Failed(DocumentFault fault, string? detail) => new(null, fault, detail);
}
