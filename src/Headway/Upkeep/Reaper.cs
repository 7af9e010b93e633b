using Headway.Model;
using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Takes back what dead sessions held. Runs on every node and needs no handler: it only moves state.</summary>
internal sealed partial class Reaper(IJobStore store, WorkerOptions options, IdSource ids, TimeProvider clock, ILogger<Reaper> logger)
    : BackgroundService
{
    private const int FullCall = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                taken = await store.ReapAsync(stoppingToken);
                if (taken > 0)
                    TookBack(taken);
            }
            catch (StoreUnavailableException e)
            {
                ReaperWaits(e.Message);
            }

            if (taken < FullCall)
                await Task.Delay(options.Reap * (0.8 + 0.4 * ids.NextDouble()), clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Chunks} chunks were taken back from dead sessions")]
    private partial void TookBack(int chunks);

    [LoggerMessage(LogLevel.Debug, "The reaper waits for the store: {Reason}")]
    private partial void ReaperWaits(string reason);
}
