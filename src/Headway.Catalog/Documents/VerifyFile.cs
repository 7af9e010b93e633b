using System.Security.Cryptography;
using Headway.Handlers;

namespace Headway.Catalog.Documents;

/// <summary>
/// Job type <c>files.verify</c>: reads a kept file again and compares it with its name, so that a disk that loses bits is noticed
/// before somebody needs the file. An item's input is what an upload makes: <c>{"file": {"sha256", "bytes", "name"}}</c>.
/// </summary>
/// <param name="files">Where files are kept.</param>
public sealed class VerifyFile(FileStore files) : IJobHandler
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Completed with the size that was read; fails for good as <c>missing_file</c> or <c>file_damaged</c>.</summary>
    /// <inheritdoc/>
    public async ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct)
    {
        var named = item.Input<VerifyFileInput>().File
            ?? throw FaultException.Permanent("bad_input", "The item names no file; its input must be {\"file\": {\"sha256\": …}}.");
        await using var content = files.Open(named.Sha256) ?? throw DocumentFault.MissingFile.ToException(item.Job.Attempt);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            item.Progress(content.Position, Math.Max(content.Length, 1), "Reading");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == named.Sha256
            ? Outcome.Completed(new VerifiedFile(content.Length))
            : throw FaultException.Permanent(
                "file_damaged", $"The file {named.Name ?? named.Sha256} is not what was uploaded; check the disk and upload it again.");
    }
}
