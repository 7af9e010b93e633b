using Headway.Handlers;

namespace Headway.Catalog.Documents;

/// <summary>From an item's file to its text: what every job type on documents begins with.</summary>
public sealed class DocumentSource(FileStore files, DocumentParser parser)
{
    /// <summary>Reads the file of an item, and meters the child that does.</summary>
    /// <param name="file">Which.</param>
    /// <param name="item">The running item; the number of its attempt decides whether a fault may be retried.</param>
    /// <param name="ct">Ends the parser child.</param>
    /// <exception cref="FaultException">One of <see cref="DocumentFault"/>.</exception>
    public async ValueTask<DocumentText> ReadAsync(DocumentFile file, ItemContext item, CancellationToken ct)
    {
        var attempt = item.Job.Attempt;
        var outcome = await parser.ParseAsync(file.Name, await LoadAsync(file, attempt, ct), ct);
        item.Meter(outcome.Cpu, outcome.PeakMemoryBytes);
        return outcome.Text ?? throw outcome.Fault!.ToException(attempt, outcome.Detail);
    }

    private async ValueTask<ReadOnlyMemory<byte>> LoadAsync(DocumentFile file, int attempt, CancellationToken ct)
    {
        try
        {
            await using var stream = files.Open(file.Sha256) ?? throw DocumentFault.MissingFile.ToException(attempt);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, ct);
            return bytes;
        }
        catch (IOException e)
        {
            throw DocumentFault.Io.ToException(attempt, e.ToString());
        }
    }
}
