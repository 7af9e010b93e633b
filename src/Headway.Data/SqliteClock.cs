namespace Headway.Data;

/// <summary>What <c>now_us()</c> gives on SQLite: the process's clock, never going back, whatever an operator or NTP does to it.</summary>
internal sealed class SqliteClock(TimeProvider clock)
{
    private long _last;

    public long Now()
    {
        var now = Micros.Of(clock.GetUtcNow());
        while (true)
        {
            var last = Volatile.Read(ref _last);
            if (now <= last)
                return last;
            if (Interlocked.CompareExchange(ref _last, now, last) == last)
                return now;
        }
    }
}
