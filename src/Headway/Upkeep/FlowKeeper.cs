using Headway.Store;
using Headway.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Upkeep;

/// <summary>
/// Ends holds and jobs whose time has come, keeps the counts of limits true and what is known of destinations fresh. Runs on every node.
/// </summary>
internal sealed partial class FlowKeeper(
    TimeProvider clock, ILogger<FlowKeeper> logger, IControlStore? control = null, ILimitStore? limits = null,
    ITimeLimitStore? times = null, Breakers? breakers = null) : BackgroundService
{
    private const int FullCall = 1000;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Keeps until stopped.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (!await KeepAsync(stopping))
                await Task.Delay(Pace, clock, stopping);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <returns>Whether there is more to do at once.</returns>
    private async ValueTask<bool> KeepAsync(CancellationToken ct)
    {
        try
        {
            foreach (var hold in control is null ? [] : await control.LiftDueAsync(ct))
                HoldEnded(hold.Kind.ToString().ToLowerInvariant(), hold.Name);
            foreach (var id in times is null ? [] : await times.EndOverdueAsync(ct))
                JobOverran(id.ToString());
            foreach (var breaker in breakers is null ? [] : await breakers.SyncAsync(ct))
                CallsStopped(breaker.Destination, breaker.Org, breaker.Reason ?? breaker.Actor);
            var kept = limits is null ? default : await limits.KeepLimitsAsync(ct);
            if (kept.Mended > 0)
                Mended(kept.Mended);
            return kept.Unparked >= FullCall;
        }
        catch (StoreUnavailableException e)
        {
            KeeperWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            KeepingFailed(e);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Information, "The hold on {Kind} {Name} ended by itself")]
    private partial void HoldEnded(string kind, string name);

    [LoggerMessage(LogLevel.Warning, "{Job} took longer than its time limit and was ended")]
    private partial void JobOverran(string job);

    [LoggerMessage(LogLevel.Warning, "Calls to {Destination} for {Org} are stopped: {Reason}")]
    private partial void CallsStopped(string destination, string org, string? reason);

    [LoggerMessage(LogLevel.Warning, "{Count} counts of limits did not agree with what runs and were put right")]
    private partial void Mended(int count);

    [LoggerMessage(LogLevel.Debug, "The upkeep of holds and limits waits for the store: {Reason}")]
    private partial void KeeperWaits(string reason);

    [LoggerMessage(LogLevel.Error, "The upkeep of holds and limits failed; it goes on")]
    private partial void KeepingFailed(Exception exception);
}
