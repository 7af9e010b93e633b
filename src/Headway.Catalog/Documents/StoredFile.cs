namespace Headway.Catalog.Documents;

/// <summary>A file in the <see cref="FileStore"/>.</summary>
/// <param name="Sha256">Its name: SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its size.</param>
public readonly record struct StoredFile(string Sha256, long Bytes);
