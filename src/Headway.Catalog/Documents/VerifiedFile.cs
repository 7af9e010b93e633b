namespace Headway.Catalog.Documents;

/// <summary>Output of <c>files.verify</c>.</summary>
/// <param name="Bytes">Size that was read.</param>
public sealed record VerifiedFile(long Bytes);
