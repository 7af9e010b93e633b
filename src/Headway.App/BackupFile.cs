using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Store;

namespace Headway.App;

/// <summary>
/// A backup: a tar with the database as it was at one moment, then everything it refers to in the data folder, then a list with the
/// hash of each. Files are only ever added to the folder, so what the database names at that moment is there afterwards.
/// </summary>
internal static partial class BackupFile
{
    private const string Manifest = "manifest.json";
    private const string Database = "headway.db";
    private static readonly string[] Folders = ["files", "archive", "keys"];

    /// <summary>Writes a backup of a running installation.</summary>
    public static async Task WriteAsync(Stream target, SqlJobStore store, string data, CancellationToken ct)
    {
        var copy = Path.Combine(data, $"backup-{Guid.NewGuid():N}.tmp");
        try
        {
            await store.Database.CopyToAsync(copy, ct);
            var entries = new List<Entry>();
            await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
            await AddAsync(tar, copy, Database, entries, ct);
            foreach (var file in Folders.SelectMany(folder => FilesOf(data, folder)))
                await AddAsync(tar, file, Path.GetRelativePath(data, file).Replace('\\', '/'), entries, ct);
            var list = JsonSerializer.SerializeToUtf8Bytes(new Listing(entries), BackupJson.Default.Listing);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest) { DataStream = new MemoryStream(list) }, ct);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    /// <summary>Unpacks a backup into a folder, and compares everything with its list.</summary>
    /// <returns>How many files.</returns>
    /// <exception cref="StopException">It is no backup, or not whole.</exception>
    public static async Task<int> ReadAsync(Stream source, string folder, CancellationToken ct)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Listing? listing = null;
        try
        {
            await using var tar = new TarReader(source);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || listing is not null)
                    throw Damaged();
                if (entry.Name == Manifest)
                    listing = await JsonSerializer.DeserializeAsync(entry.DataStream!, BackupJson.Default.Listing, ct);
                else
                    found.Add(entry.Name, await UnpackAsync(entry, folder, ct));
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or ArgumentException)
        {
            throw new StopException(ExitCode.Failed, "The file is no backup, or it ends early; nothing was restored.", e);
        }

        if (listing is null || listing.Files.Count != found.Count
            || listing.Files.Any(file => found.GetValueOrDefault(file.Name) != file.Sha256))
            throw Damaged();
        return found.Count;
    }

    private static async Task AddAsync(TarWriter tar, string path, string name, List<Entry> entries, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        file.Position = 0;
        entries.Add(new Entry(name, file.Length, hash));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file }, ct);
    }

    private static async Task<string> UnpackAsync(TarEntry entry, string folder, CancellationToken ct)
    {
        var allowed = entry.Name == Database || Folders.Any(known => entry.Name.StartsWith($"{known}/", StringComparison.Ordinal));
        var path = Path.GetFullPath(Path.Combine(folder, entry.Name));
        if (!allowed || !path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Damaged();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        if (entry.DataStream is { } content)
            await content.CopyToAsync(file, ct);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    /// <summary>Whole files only: what is still coming in is no part of anything yet.</summary>
    private static IEnumerable<string> FilesOf(string data, string folder)
    {
        var place = Path.Combine(data, folder);
        return !Directory.Exists(place) ? [] : Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".part", StringComparison.Ordinal)
                && Path.GetFileName(Path.GetDirectoryName(file)) != "incoming").Order(StringComparer.Ordinal);
    }

    private static StopException Damaged() => new(
        ExitCode.Failed, "The backup is damaged or not whole; nothing was restored. Use another one.");

    internal sealed record Listing(IReadOnlyList<Entry> Files);

    internal sealed record Entry(string Name, long Bytes, string Sha256);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
    [JsonSerializable(typeof(Listing))]
    private sealed partial class BackupJson : JsonSerializerContext;
}
