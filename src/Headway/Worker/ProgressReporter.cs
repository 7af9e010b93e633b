using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>Gathers what running items say of themselves and writes the last word of each once a second.</summary>
internal sealed partial class ProgressReporter(IJobStore store, TimeProvider clock, ILogger<ProgressReporter> logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Dictionary<(ChunkKey, int), ProgressReport> _latest = [];

    /// <summary>Keeps a report; the last one of a second wins, but words said without a share do not erase the share.</summary>
    public void Note(ProgressReport report)
    {
        lock (_gate)
        {
            if (_latest.TryGetValue((report.Chunk, report.No), out var last))
                report = report with { Percent = report.Percent ?? last.Percent, Step = report.Step ?? last.Step };
            _latest[(report.Chunk, report.No)] = report;
        }
    }

    /// <summary>Drops what an ended chunk said.</summary>
    public void Forget(HeldChunk held)
    {
        lock (_gate)
        {
            if (_latest.Count == 0)
                return;
            for (var no = held.Key.Lo; no <= held.Key.Hi; no++)
                _latest.Remove((held.Key, no));
        }
    }

    /// <summary>Writes until stopped. What is lost while the store is away is said again by whoever still runs.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(Pace, clock, ct);
            try
            {
                if (Take() is { Count: > 0 } reports)
                    await store.ReportAsync(reports, ct);
            }
            catch (StoreUnavailableException e)
            {
                ReportsWereLost(e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                ReportFailed(e);
            }
        }
    }

    private List<ProgressReport> Take()
    {
        lock (_gate)
        {
            if (_latest.Count == 0)
                return [];
            var taken = _latest.Values.ToList();
            _latest = [];
            return taken;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Progress was not written: {Reason}")]
    private partial void ReportsWereLost(string reason);

    [LoggerMessage(LogLevel.Error, "Progress could not be written; reporting goes on")]
    private partial void ReportFailed(Exception exception);
}
