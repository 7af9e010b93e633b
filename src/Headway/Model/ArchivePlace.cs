namespace Headway.Model;

/// <summary>Where a job lies in the archive.</summary>
/// <param name="File">Path below the archive's folder, with forward slashes.</param>
/// <param name="Start">First byte of its part; the part is a gzip of its own.</param>
/// <param name="Length">Bytes of its part.</param>
public readonly record struct ArchivePlace(string File, long Start, long Length);
