using System.Runtime.CompilerServices;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>An archive in memory.</summary>
public sealed class SimArchive : IArchiveFiles
{
    private readonly List<List<string>> _jobs = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ArchivePlace>> WriteAsync(IReadOnlyList<IAsyncEnumerable<string>> jobs, CancellationToken ct)
    {
        var places = new List<ArchivePlace>();
        foreach (var job in jobs)
        {
            var lines = new List<string>();
            await foreach (var line in job.WithCancellation(ct))
                lines.Add(line);
            places.Add(new ArchivePlace("memory", _jobs.Count, 1));
            _jobs.Add(lines);
        }

        return places;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var line in _jobs[(int)place.Start])
            yield return line;
        await ValueTask.CompletedTask;
    }
}
