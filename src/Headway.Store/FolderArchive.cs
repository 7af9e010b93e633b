using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// The archive as files in a folder, <c>2026/11/jobs-….jsonl.gz</c>: each job is a gzip of its own, one after the other, so that the file
/// is a valid gzip as a whole and one job can be read alone. A file is written beside, forced to disk, read back, and renamed; it is never
/// changed afterwards. Every process that works the same store must see the same folder.
/// </summary>
/// <param name="folder">Where; made when the first job comes.</param>
/// <param name="clock">Names the files.</param>
public sealed class FolderArchive(string folder, TimeProvider clock) : IArchiveFiles
{
    private const int BufferBytes = 64 * 1024;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ArchivePlace>> WriteAsync(IReadOnlyList<IAsyncEnumerable<string>> jobs, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{now:yyyy}/{now:MM}/jobs-{now:yyyyMMdd'T'HHmmss}-{Guid.CreateVersion7(now):N}.jsonl.gz");
        var path = Path.Combine(folder, name);
        var part = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var (places, hashes) = await WriteAsync(part, name, jobs, ct);
            for (var i = 0; i < places.Count; i++)
            {
                if (!(await HashAsync(part, places[i], ct)).AsSpan().SequenceEqual(hashes[i]))
                    throw new IOException($"What was written to the archive {part} does not read back the same; check the disk.");
            }

            File.Move(part, path);
            return places;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(Open(Path.Combine(folder, place.File), place), Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
            yield return line;
    }

    private static async ValueTask<(List<ArchivePlace> Places, List<byte[]> Hashes)> WriteAsync(
        string part, string name, IReadOnlyList<IAsyncEnumerable<string>> jobs, CancellationToken ct)
    {
        var (places, hashes) = (new List<ArchivePlace>(jobs.Count), new List<byte[]>(jobs.Count));
        await using var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        foreach (var job in jobs)
        {
            var start = file.Position;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (var zip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            {
                await foreach (var line in job.WithCancellation(ct))
                {
                    var bytes = Encoding.UTF8.GetBytes(line + "\n");
                    hash.AppendData(bytes);
                    await zip.WriteAsync(bytes, ct);
                }
            }

            places.Add(new ArchivePlace(name, start, file.Position - start));
            hashes.Add(hash.GetHashAndReset());
        }

        file.Flush(flushToDisk: true);
        return (places, hashes);
    }

    private static async ValueTask<byte[]> HashAsync(string path, ArchivePlace place, CancellationToken ct)
    {
        await using var lines = Open(path, place);
        return await SHA256.HashDataAsync(lines, ct);
    }

    private static GZipStream Open(string path, ArchivePlace place)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous);
        return new GZipStream(new FilePart(file, place.Start, place.Length), CompressionMode.Decompress);
    }
}
