using Headway.Client;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Telemetry;

/// <summary>Looks every 15 seconds at what the store has, for gauges that nobody may compute while they are read.</summary>
internal sealed partial class StoreSampler(
    IJobStore store, HeadwayMetrics metrics, TimeProvider clock, ILogger<StoreSampler> logger, IDeliveryStore? deliveries = null,
    BreakerClient? breakers = null)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (metrics.IsWatched)
                await SampleAsync(stoppingToken);
            await Task.Delay(Pace, clock, stoppingToken);
        }
    }

    private async ValueTask SampleAsync(CancellationToken ct)
    {
        try
        {
            var started = clock.GetTimestamp();
            await store.NowAsync(ct);
            metrics.StoreAnswered(clock.GetElapsedTime(started));
            var jobs = await store.CountJobsAsync(org: null, ct);
            var sessions = (await store.ListSessionsAsync(ct)).Where(session => session.EndedAt is null).ToList();
            metrics.Sampled(
                jobs, sessions, deliveries is null ? null : await deliveries.CountDeliveriesAsync(ct),
                breakers is null ? null : await breakers.ListOpenAsync(ct));
        }
        catch (StoreUnavailableException e)
        {
            metrics.StoreAway();
            NotSampled(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            metrics.StoreAway();
            SamplingFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The gauges wait for the store: {Reason}")]
    private partial void NotSampled(string reason);

    [LoggerMessage(LogLevel.Error, "The gauges could not be read; they are tried again")]
    private partial void SamplingFailed(Exception exception);
}
