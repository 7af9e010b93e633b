using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Forgets requests whose answer need not be given again. Runs on every node; nobody waits for it.</summary>
internal sealed partial class RequestPruner(
    IRequestStore store, TimeProvider clock, KeepTimes keep, ILogger<RequestPruner> logger) : BackgroundService
{
    private const int FullCall = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Prunes until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await PruneAsync(stopping) < FullCall)
                await Task.Delay(Pause, clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<int> PruneAsync(CancellationToken ct)
    {
        try
        {
            return await store.ForgetRequestsAsync(keep.Requests, ct);
        }
        catch (StoreUnavailableException e)
        {
            PrunerWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            PruningFailed(e);
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Debug, "The pruner of requests waits for the store: {Reason}")]
    private partial void PrunerWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Forgetting old requests failed; it is tried again")]
    private partial void PruningFailed(Exception exception);
}
