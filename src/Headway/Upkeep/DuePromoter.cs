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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Longest;
            try
            {
                var promoted = await store.PromoteAsync(stoppingToken);
                if (promoted.Count >= FullCall)
                    continue;
                wait = promoted.NextIn is { } next && next < Longest ? next : Longest;
            }
            catch (StoreUnavailableException e)
            {
                PromoterWaits(e.Message);
            }

            await Task.Delay(wait > Shortest ? wait : Shortest, clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The promoter waits for the store: {Reason}")]
    private partial void PromoterWaits(string reason);
}
