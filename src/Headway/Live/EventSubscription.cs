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
    /// <summary>Events a reader may lag; past that the oldest are dropped and <see cref="TakeLagged"/> says so.</summary>
    public const int Capacity = 1000;

    private readonly Channel<JobEvent> _events;
    private readonly Action<EventSubscription> _leave;
    private int _lagged;

    internal EventSubscription(Action<EventSubscription> leave)
    {
        var bounded = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _events = Channel.CreateBounded<JobEvent>(bounded, _ => Lag());
        _leave = leave;
    }

    /// <summary>
    /// True once events were dropped: read the snapshot again, then go on. Ask after <see cref="TakeAsync"/>; asking resets it.
    /// </summary>
    public bool TakeLagged() => Interlocked.Exchange(ref _lagged, 0) != 0;

    /// <summary>Waits until there is at least one event, then takes all that wait, oldest first.</summary>
    /// <returns>Empty only where the feed has closed.</returns>
    public async ValueTask<IReadOnlyList<JobEvent>> TakeAsync(CancellationToken ct)
    {
        while (await _events.Reader.WaitToReadAsync(ct))
        {
            var taken = new List<JobEvent>();
            while (taken.Count < Capacity && _events.Reader.TryRead(out var next))
                taken.Add(next);
            if (taken.Count > 0)
                return taken;
        }

        return [];
    }

    /// <summary>Leaves the feed.</summary>
    public void Dispose()
    {
        _leave(this);
        Close();
    }

    internal void Give(JobEvent @event) => _events.Writer.TryWrite(@event);

    internal void Lag() => Volatile.Write(ref _lagged, 1);

    internal void Close() => _events.Writer.TryComplete();
}
