using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>Makes waiting items claimable when their time has come. Runs on every node.</summary>
internal sealed partial class DuePromoter(IJobStore store, TimeProvider clock, ILogger<DuePromoter> logger) : BackgroundService
{
    private const int FullCall = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);

    /// <summary>Promotes until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = await PromoteAsync(stopping);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask<TimeSpan> PromoteAsync(CancellationToken ct)
    {
        try
        {
            var promoted = await store.PromoteAsync(ct);
            if (promoted.Count >= FullCall)
                return TimeSpan.Zero;
            if (promoted.NextIn is { } next && next < Longest)
                return next > Shortest ? next : Shortest;
        }
        catch (StoreUnavailableException e)
        {
            PromoterWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            PromotionFailed(e);
        }

        return Longest;
    }

    [LoggerMessage(LogLevel.Debug, "The promoter waits for the store: {Reason}")]
    private partial void PromoterWaits(string reason);

    [LoggerMessage(LogLevel.Error, "A promotion failed; the promoter goes on")]
    private partial void PromotionFailed(Exception exception);
}
