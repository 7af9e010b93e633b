using System.Threading.Channels;
using Headway.Model;

namespace Headway.Live;

/// <summary>
/// One reader's place in the feed: a bounded buffer of events after the moment it was taken.
/// Register first, read the snapshot after: what changes in between is in the buffer, and <see cref="JobChange.Seq"/> tells what the
/// snapshot already has.
/// </summary>
public sealed class EventSubscription : IDisposable
{
    /// <summary>Events a reader may lag; past that its buffer is dropped and <see cref="TakeLagged"/> says so.</summary>
    public const int Capacity = 1000;

    private readonly Channel<JobEvent> _events = Channel.CreateBounded<JobEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Action<EventSubscription> _leave;
    private volatile bool _lagged;

    internal EventSubscription(Action<EventSubscription> leave) => _leave = leave;

    /// <summary>True once events were dropped: read the snapshot again, then go on. Reading this resets it.</summary>
    public bool TakeLagged()
    {
        var lagged = _lagged;
        _lagged = false;
        return lagged;
    }

    /// <summary>Waits until there is at least one event, then takes all that wait, oldest first.</summary>
    /// <returns>Empty only where the feed has closed.</returns>
    public async ValueTask<IReadOnlyList<JobEvent>> TakeAsync(CancellationToken ct)
    {
        if (!await _events.Reader.WaitToReadAsync(ct))
            return [];
        var taken = new List<JobEvent>();
        while (_events.Reader.TryRead(out var next))
            taken.Add(next);
        return taken;
    }

    /// <summary>Leaves the feed.</summary>
    public void Dispose()
    {
        _leave(this);
        _events.Writer.TryComplete();
    }

    internal void Give(JobEvent @event)
    {
        if (_events.Reader.Count >= Capacity - 1)
            _lagged = true;
        _events.Writer.TryWrite(@event);
    }
}
