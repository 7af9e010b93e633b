namespace Headway.Catalog.Documents;

/// <summary>Input of <c>files.verify</c>.</summary>
/// <param name="File">Which file; null where the input names none.</param>
public sealed record VerifyFileInput(VerifyFileInput.Named? File)
{
    /// <summary>A kept file as an upload names it.</summary>
    /// <param name="Sha256">Its name in the <see cref="FileStore"/>.</param>
    /// <param name="Name">What a person calls it; may be null.</param>
    public sealed record Named(string Sha256, string? Name);
}
