using Headway.Model;

namespace Headway.Store;

/// <summary>Where archived jobs lie: outside the database, and never changed once they are there.</summary>
public interface IArchiveFiles
{
    /// <summary>Writes jobs, each as the lines it is dumped to; on disk, and read back, when it returns.</summary>
    /// <param name="jobs">The lines of each.</param>
    /// <param name="ct">Cancels; nothing is there then.</param>
    /// <returns>The place of each, in order.</returns>
    ValueTask<IReadOnlyList<ArchivePlace>> WriteAsync(IReadOnlyList<IAsyncEnumerable<string>> jobs, CancellationToken ct);

    /// <summary>Reads the lines of a job.</summary>
    /// <exception cref="IOException">The file is not there or damaged; the message says which.</exception>
    IAsyncEnumerable<string> ReadAsync(ArchivePlace place, CancellationToken ct);
}
