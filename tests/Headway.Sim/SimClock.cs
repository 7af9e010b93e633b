namespace Headway.Sim;

/// <summary>Virtual time: it stands still until it is moved, and timers fire in the order of their due times while it moves.</summary>
/// <param name="start">Where it begins; default 2026-01-01 UTC.</param>
public sealed class SimClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<SimTimer, (long At, long No)> _timers = new();
    private long _now = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;
    private long _made;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null where none waits.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _timers.TryPeek(out _, out var key) ? new DateTimeOffset(key.At, TimeSpan.Zero) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <summary>Moves time on; timers that come due are fired on this thread, each at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Interlocked.Read(ref _now) + by.Ticks;
        while (TakeDue(end) is { } timer)
            timer.Fire();
        Interlocked.Exchange(ref _now, end);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private SimTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            DropStale();
            if (!_timers.TryPeek(out var timer, out var key) || key.At > end)
                return null;
            _timers.Dequeue();
            Interlocked.Exchange(ref _now, Math.Max(key.At, Interlocked.Read(ref _now)));
            timer.Taken();
            return timer;
        }
    }

    private void DropStale()
    {
        while (_timers.TryPeek(out var timer, out var key) && timer.Entry != key.No)
            _timers.Dequeue();
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Entry { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Enter(dueTime);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Taken()
        {
            Entry = 0;
            if (_period > TimeSpan.Zero)
                Enter(_period);
        }

        public void Dispose()
        {
            lock (clock._gate)
                Entry = 0;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enter(TimeSpan dueTime)
        {
            Entry = 0;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            Entry = ++clock._made;
            clock._timers.Enqueue(this, (clock._now + dueTime.Ticks, Entry));
        }
    }
}
