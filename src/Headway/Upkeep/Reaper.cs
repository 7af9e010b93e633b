using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Takes back what dead sessions held. Runs on every node and needs no handler: it only moves state.</summary>
internal sealed partial class Reaper(
    IJobStore store, WorkerOptions options, IdSource ids, TimeProvider clock, ILogger<Reaper> logger) : BackgroundService
{
    private const int FullCall = 1000;

    /// <summary>Reaps until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await ReapAsync(stopping) < FullCall)
                await Task.Delay(options.Reap * (0.8 + 0.4 * ids.NextDouble()), clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<int> ReapAsync(CancellationToken ct)
    {
        try
        {
            var taken = await store.ReapAsync(ct);
            if (taken > 0)
                TookBack(taken);
            return taken;
        }
        catch (StoreUnavailableException e)
        {
            ReaperWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ReapingFailed(e);
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Warning, "{Chunks} chunks were taken back from dead sessions")]
    private partial void TookBack(int chunks);

    [LoggerMessage(LogLevel.Debug, "The reaper waits for the store: {Reason}")]
    private partial void ReaperWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Reaping failed; the reaper goes on")]
    private partial void ReapingFailed(Exception exception);
}
