namespace Headway.Data;

/// <summary>Time in the database: µs since 1970, one integer, the same arithmetic in both dialects.</summary>
public static class Micros
{
    /// <summary>µs since 1970; what is finer is cut off.</summary>
    public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>µs; what is finer is cut off.</summary>
    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment, in UTC.</summary>
    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>The length of time.</summary>
    public static TimeSpan ToSpan(long micros) => new(micros * TimeSpan.TicksPerMicrosecond);
}
