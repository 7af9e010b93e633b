namespace Headway.Worker;

/// <summary>A destination that is not called, as this process saw it last.</summary>
/// <param name="probeAt">Timestamp from which on the store may be asked for a call; null: never, a person opened it.</param>
/// <param name="before">What was known at the last look.</param>
internal sealed class OpenBreaker(long? probeAt, OpenBreaker? before)
{
    private long _probeAt = probeAt ?? long.MaxValue;
    private long _lastWake = before?._lastWake ?? 0;

    /// <summary>Whether it is worth asking the store for the call that is tried.</summary>
    public bool MayProbe(TimeProvider clock) => clock.GetTimestamp() >= Interlocked.Read(ref _probeAt);

    /// <summary>It was asked: not again before that time.</summary>
    public void ProbeAfter(TimeProvider clock, TimeSpan time) =>
        Interlocked.Exchange(ref _probeAt, clock.GetTimestamp() + Stamps(clock, time));

    /// <summary>
    /// How long the next item waits: those that wait come back one after another, so that they cost little however many there are.
    /// </summary>
    public TimeSpan NextWake(TimeProvider clock, TimeSpan least, TimeSpan pace, TimeSpan most)
    {
        var now = clock.GetTimestamp();
        var probe = Interlocked.Read(ref _probeAt);
        var first = probe != long.MaxValue && probe > now ? probe : now + Stamps(clock, least);
        var wake = Math.Min(Math.Max(first, _lastWake + Stamps(clock, pace)), now + Stamps(clock, most));
        _lastWake = wake;
        return clock.GetElapsedTime(now, wake);
    }

    private static long Stamps(TimeProvider clock, TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
