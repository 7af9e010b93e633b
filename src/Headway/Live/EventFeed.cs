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
    private const int PageSize = 1000;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<EventSubscription> _readers = [];
    private long? _position;
    private bool _closed;

    /// <summary>The last event given out; 0 before the first.</summary>
    public long Position { get; private set; }

    /// <summary>When the store last answered; null before it first did. What is shown is true as of then.</summary>
    public DateTimeOffset? AliveAt { get; private set; }

    /// <summary>Takes a place in the feed; dispose it to leave. A feed that has closed gives one that has ended.</summary>
    public EventSubscription Subscribe()
    {
        var reader = new EventSubscription(Leave);
        lock (_gate)
        {
            if (_closed)
                reader.Close();
            else
                _readers.Add(reader);
        }

        return reader;
    }

    /// <summary>Reads until stopped, then closes every reader's place.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
                await ReadAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // how the host ends it
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async ValueTask ReadAsync(CancellationToken ct)
    {
        try
        {
            _position ??= await BeginAsync(ct);
            if (await GiveNextAsync(ct) == 0)
                await IdleAsync(ct);
        }
        catch (StoreUnavailableException e)
        {
            FeedWaits(e.Message);
            await Task.Delay(AtMost, clock, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ReadFailed(e);
            await Task.Delay(AtMost, clock, ct);
        }
    }

    /// <summary>
    /// Begins just before the last event, so that who subscribed before the feed had begun gets one event, and with it the word that
    /// it lags: whatever came between its snapshot and here is lost to it.
    /// </summary>
    private async ValueTask<long> BeginAsync(CancellationToken ct)
    {
        var last = await store.LastEventAsync(ct);
        lock (_gate)
            _readers.ForEach(reader => reader.Lag());
        return Math.Max(0, last - 1);
    }

    private async ValueTask<int> GiveNextAsync(CancellationToken ct)
    {
        var events = await store.ReadEventsAsync(_position ?? 0, PageSize, ct);
        AliveAt = clock.GetUtcNow();
        if (events.Count == 0)
            return 0;
        lock (_gate)
        {
            foreach (var reader in _readers)
            {
                foreach (var @event in events)
                    reader.Give(@event);
            }
        }

        _position = Position = events[^1].Id;
        return events.Count;
    }

    private async ValueTask IdleAsync(CancellationToken ct)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var hint = store.WaitAsync(StoreHint.Events, AtMost, found.Token).AsTask();
        try
        {
            // Read once more now that somebody listens: what came in between the last answer and here gave its hint to nobody.
            if (await GiveNextAsync(ct) > 0)
                found.Cancel();
        }
        catch
        {
            found.Cancel();
            await Task.WhenAny(hint);
            throw;
        }

        try
        {
            await hint;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // there was something: no need to wait
        }
    }

    private void Leave(EventSubscription reader)
    {
        lock (_gate)
            _readers.Remove(reader);
    }

    private void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _readers.ForEach(reader => reader.Close());
            _readers.Clear();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The feed waits for the store: {Reason}")]
    private partial void FeedWaits(string reason);

    [LoggerMessage(LogLevel.Error, "The feed could not be read; it goes on from where it was")]
    private partial void ReadFailed(Exception exception);
}
