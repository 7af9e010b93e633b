using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headway.Live;

/// <summary>
/// The one reader of the event table in this process; everything live hangs on it. While the store cannot be reached it waits
/// and goes on from where it was, so nothing is missed.
/// </summary>
public sealed partial class EventFeed(IJobStore store, TimeProvider clock, ILogger<EventFeed> logger) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<EventSubscription> _readers = [];

    /// <summary>The last event given out; 0 before the first.</summary>
    public long Position { get; private set; }

    /// <summary>When the store last answered; null before it first did. What is shown is true as of then.</summary>
    public DateTimeOffset? AliveAt { get; private set; }

    /// <summary>Takes a place in the feed; dispose it to leave.</summary>
    public EventSubscription Subscribe()
    {
        var reader = new EventSubscription(Leave);
        lock (_gate)
            _readers.Add(reader);
        return reader;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!started)
                    Position = await store.LastEventAsync(stoppingToken);
                started = true;
                var events = await store.ReadEventsAsync(Position, 1000, stoppingToken);
                AliveAt = clock.GetUtcNow();
                Give(events);
                if (events.Count == 0)
                    await store.WaitAsync(StoreHint.Events, AtMost, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException e)
            {
                FeedWaits(e.Message);
                await Task.Delay(AtMost, clock, stoppingToken);
            }
        }
    }

    private void Give(IReadOnlyList<JobEvent> events)
    {
        if (events.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var reader in _readers)
            {
                foreach (var @event in events)
                    reader.Give(@event);
            }
        }

        Position = events[^1].Id;
    }

    private void Leave(EventSubscription reader)
    {
        lock (_gate)
            _readers.Remove(reader);
    }

    [LoggerMessage(LogLevel.Warning, "The feed waits for the store: {Reason}")]
    private partial void FeedWaits(string reason);
}
