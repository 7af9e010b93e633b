using System.Security.Cryptography;

namespace Headway.Catalog.Documents;

/// <summary>
/// Files by their content: the same bytes are kept once, whoever sent them and however often. A file is there whole or not at all:
/// it is written beside, forced to disk, and renamed. Several processes may use one folder.
/// </summary>
/// <param name="folder">Where; made when the first file comes.</param>
public sealed class FileStore(string folder)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Keeps a stream's content, read to its end. When reading fails, nothing is kept.</summary>
    /// <param name="content">From here on; may be empty.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Its name and size, once it is on disk.</returns>
    public async ValueTask<StoredFile> SaveAsync(Stream content, CancellationToken ct)
    {
        var incoming = Path.Combine(folder, "incoming");
        Directory.CreateDirectory(incoming);
        var part = Path.Combine(incoming, Path.GetRandomFileName());
        try
        {
            var file = await WriteAsync(content, part, ct);
            var place = PlaceOf(file.Sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(part, place, overwrite: true); // over the same content: a reader sees one or the other, whole
            return file;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Where a file is.</summary>
    /// <param name="sha256">Its name.</param>
    /// <returns>An absolute path; null where there is no such file, or the name is none.</returns>
    public string? Find(string sha256) => IsName(sha256) && File.Exists(PlaceOf(sha256)) ? PlaceOf(sha256) : null;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="sha256">Its name.</param>
    /// <returns>From its start; null where there is no such file.</returns>
    public FileStream? Open(string sha256) => Find(sha256) is { } place
        ? new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes,
            FileOptions.Asynchronous | FileOptions.SequentialScan)
        : null;

    private static async ValueTask<StoredFile> WriteAsync(Stream content, string part, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
            FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        file.Flush(flushToDisk: true);
        return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length);
    }

    /// <summary>Two levels of 256 folders, so that none gets long.</summary>
    private string PlaceOf(string sha256) => Path.GetFullPath(Path.Combine(folder, sha256[..2], sha256[2..4], sha256));

    private static bool IsName(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower);
}
