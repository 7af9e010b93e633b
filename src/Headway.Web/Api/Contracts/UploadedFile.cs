namespace Headway.Web.Api.Contracts;

/// <summary>A stored file, named by its content.</summary>
public sealed record UploadedFile
{
    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits; the key in the file store.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>What the sender called it, without folders.</summary>
    public required string Name { get; init; }
}
