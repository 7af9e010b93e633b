using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>
/// Keeps statistics small and right: folds them, and errors over all jobs, every few seconds, and every six hours compares the tallies of
/// jobs with the jobs.
/// Runs on every node; the store lets one at a time do it.
/// </summary>
internal sealed partial class StatsKeeper(
    IStatsStore store, IdSource ids, TimeProvider clock, ILogger<StatsKeeper> logger, IErrorStore? errors = null) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AuditPace = TimeSpan.FromHours(6);

    /// <summary>Folds until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        var nextAudit = clock.GetUtcNow() + AuditPace * ids.NextDouble();
        while (!stopping.IsCancellationRequested)
        {
            var more = await FoldAsync(stopping);
            if (clock.GetUtcNow() >= nextAudit)
            {
                nextAudit = clock.GetUtcNow() + AuditPace;
                await AuditAsync(stopping);
            }

            if (!more)
                await Task.Delay(Pace * (0.8 + 0.4 * ids.NextDouble()), clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<bool> FoldAsync(CancellationToken ct)
    {
        try
        {
            var more = errors is not null && await errors.FoldErrorsAsync(ct);
            return await store.FoldStatsAsync(ct) || more;
        }
        catch (StoreUnavailableException e)
        {
            KeeperWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            FoldingFailed(e);
        }

        return false;
    }

    private async ValueTask AuditAsync(CancellationToken ct)
    {
        try
        {
            var wrong = await store.AuditTalliesAsync(ct);
            if (wrong > 0)
                TalliesWereWrong(wrong);
        }
        catch (StoreUnavailableException e)
        {
            KeeperWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            FoldingFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The keeper of statistics waits for the store: {Reason}")]
    private partial void KeeperWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Folding statistics failed; the keeper goes on")]
    private partial void FoldingFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "{Count} tallies of jobs by status were wrong and were put right; please report this")]
    private partial void TalliesWereWrong(int count);
}
