using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Tells jobs that wait of the ends of those they wait for. Runs on every node and keeps nothing in mind.</summary>
internal sealed partial class FamilyKeeper(
    IJobStore jobs, TimeProvider clock, ILogger<FamilyKeeper> logger, IFamilyStore? families = null) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>Settles until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (families is not null && !stopping.IsCancellationRequested)
        {
            if (await SettleAsync(families, stopping) > 0)
                continue;
            await Task.Delay(Shortest, clock, stopping); // a busy store hints without end
            await jobs.WaitAsync(StoreHint.Work, Longest, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<int> SettleAsync(IFamilyStore store, CancellationToken ct)
    {
        try
        {
            return await store.SettleAsync(ct);
        }
        catch (StoreUnavailableException e)
        {
            KeeperWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SettlingFailed(e);
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Debug, "Jobs that wait for others are told once the store answers again: {Reason}")]
    private partial void KeeperWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Telling jobs of the ends of others failed; it is tried again")]
    private partial void SettlingFailed(Exception exception);
}
