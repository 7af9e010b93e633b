using Headway.Model;
using Headway.Store;
using Headway.Telemetry;
using Headway.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Deliveries;

/// <summary>
/// Sends what is due, at least once: a delivery that was sent and not recorded is sent again, under the same name. Runs on every node
/// that has senders; the store gives each delivery to one of them at a time. No lane takes more than its share of the slots.
/// </summary>
internal sealed partial class DeliveryRunner(
    DeliveryOptions options, IdSource ids, TimeProvider clock, HeadwayMetrics metrics, ILogger<DeliveryRunner> logger,
    IEnumerable<IDeliverySender> senders, IDeliveryStore? store = null, Breakers? breakers = null) : BackgroundService
{
    private const int SmtpNotAvailable = 421;
    private const int RecordTries = 5;
    private const int PrunedAtOnce = 1000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(45);
    private readonly Dictionary<DeliveryChannel, IDeliverySender> _senders = senders.ToDictionary(sender => sender.Channel);
    private readonly List<(Task Task, string Lane)> _sending = [];

    /// <summary>Sends until stopped; what is being sent then is handed back.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        if (store is null || _senders.Count == 0)
            return;
        try
        {
            var prunedAt = clock.GetTimestamp();
            while (!stopping.IsCancellationRequested)
            {
                var wait = await TakeAsync(store, stopping);
                if (clock.GetElapsedTime(prunedAt) > PruneEvery)
                {
                    prunedAt = clock.GetTimestamp();
                    await PruneAsync(store, stopping);
                }

                await WaitAsync(wait, stopping);
            }
        }
        finally
        {
            await Task.WhenAll(_sending.Select(one => one.Task)); // they end by themselves: each hears of the stop
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <returns>How long nothing more can be taken, unless a slot becomes free before.</returns>
    private async ValueTask<TimeSpan> TakeAsync(IDeliveryStore from, CancellationToken ct)
    {
        var room = options.Slots - _sending.Count;
        if (room <= 0)
            return options.Pace;
        try
        {
            var full = _sending.CountBy(one => one.Lane).Where(lane => lane.Value >= options.PerLane).Select(lane => lane.Key);
            var call = ids.NewGuid();
            var round = await from.ClaimDeliveriesAsync(
                new DeliveryClaim(call, [.. _senders.Keys], [.. full], room, options.PerLane, options.Timeout + Spare), ct);
            foreach (var message in round.Messages)
                _sending.Add((DeliverAsync(from, message, call, ct), message.Subscription.Lane));
            if (round.NextIn is { } next && next < options.Pace && (next > TimeSpan.Zero || round.Messages.Count > 0))
                return next > Shortest ? next : Shortest;
        }
        catch (StoreUnavailableException e)
        {
            RunnerWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            TakingFailed(e);
        }

        return options.Pace;
    }

    private async ValueTask WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pause = Task.Delay(wait, clock, enough.Token);
        await Task.WhenAny([pause, .. _sending.Select(one => one.Task)]);
        await enough.CancelAsync();
        _sending.RemoveAll(one => one.Task.IsCompleted);
    }

    private async Task DeliverAsync(IDeliveryStore to, DeliveryMessage message, Guid call, CancellationToken stopping)
    {
        var delivery = message.Delivery;
        var (destination, type) = (_senders[delivery.Channel].Destination(message), message.Job?.Type ?? "ping");
        var (probe, pause) = breakers is null ? default : await breakers.AskAsync(delivery.Org, destination, type, stopping);
        if (pause is { } until)
        {
            await RecordAsync(to, delivery.Id, call, new DeliveryEnd(DeliveryState.Waiting, until, null));
            return;
        }

        var answer = await SendAsync(message, stopping);
        if (answer is not null)
            breakers?.Told(delivery.Org, destination, type, probe, IsFault(answer));
        var wait = answer is { Verdict: DeliveryVerdict.Again } && delivery.JobId is not null
            ? DeliveryBackOff.After(delivery.Attempts, answer.RetryAfter, ids.NextDouble()) : null;
        var end = answer is null ? new DeliveryEnd(DeliveryState.Waiting, TimeSpan.Zero, null)
            : answer.Verdict == DeliveryVerdict.Taken ? new DeliveryEnd(DeliveryState.Sent, TimeSpan.Zero, answer)
            : wait is { } again ? new DeliveryEnd(DeliveryState.Waiting, again, answer)
            : new DeliveryEnd(DeliveryState.Dead, TimeSpan.Zero, answer);
        if (answer is not null)
            metrics.Delivered(delivery.Channel, end.State, answer.Verdict);
        if (end.State == DeliveryState.Dead)
            GivenUp(delivery.Id, message.Subscription.Id, answer?.Error ?? "");
        await RecordAsync(to, delivery.Id, call, end);
    }

    /// <summary>The destination is away, or broken. What it refuses for a reason of its own is no sign of that.</summary>
    private static bool IsFault(DeliveryAnswer answer) =>
        answer is { Verdict: DeliveryVerdict.Again, Status: null or >= 500 or SmtpNotAvailable };

    /// <returns>What came of it; null where the process ends and nobody knows.</returns>
    private async ValueTask<DeliveryAnswer?> SendAsync(DeliveryMessage message, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        try
        {
            return await _senders[message.Delivery.Channel].SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new DeliveryAnswer(
                DeliveryVerdict.Again, Error: $"The destination did not answer within {options.Timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception e)
        {
            SendingFailed(message.Delivery.Id, e);
            return new DeliveryAnswer(DeliveryVerdict.Again, Error: $"The sender failed: {e.GetType().Name}.");
        }
    }

    /// <summary>Tries for a while; what cannot be recorded is sent again when its lease is over.</summary>
    private async ValueTask RecordAsync(IDeliveryStore to, long id, Guid call, DeliveryEnd end)
    {
        for (var n = 1; n <= RecordTries; n++)
        {
            try
            {
                await to.RecordDeliveryAsync(id, call, end, CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException e) when (n < RecordTries)
            {
                RunnerWaits(e.Message);
                await Task.Delay(options.Pace, clock, CancellationToken.None);
            }
            catch (Exception e)
            {
                NotRecorded(id, e);
                return;
            }
        }
    }

    private async ValueTask PruneAsync(IDeliveryStore from, CancellationToken ct)
    {
        try
        {
            while (await from.PruneDeliveriesAsync(options.KeepSent, options.KeepDead, PrunedAtOnce, ct) >= PrunedAtOnce)
                await Task.Delay(Shortest, clock, ct);
        }
        catch (StoreUnavailableException e)
        {
            RunnerWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            TakingFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The deliveries wait for the store: {Reason}")]
    private partial void RunnerWaits(string reason);

    [LoggerMessage(LogLevel.Error, "Taking deliveries failed; it goes on")]
    private partial void TakingFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "The sender of delivery {Delivery} failed in an unforeseen way; it is tried again")]
    private partial void SendingFailed(long delivery, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Delivery {Delivery} to subscription {Subscription} was given up: {Reason}")]
    private partial void GivenUp(long delivery, Guid subscription, string reason);

    [LoggerMessage(LogLevel.Error, "What came of delivery {Delivery} was not recorded; it is sent again when its lease is over")]
    private partial void NotRecorded(long delivery, Exception exception);
}
