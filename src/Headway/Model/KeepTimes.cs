namespace Headway.Model;

/// <summary>
/// How long what only passes through is kept; jobs and what hangs on them have retention rules instead. Each is above zero; all nodes of an
/// installation should have the same.
/// </summary>
public sealed record KeepTimes
{
    /// <summary>Events of the feed, and worker sessions that have ended. Default 7 days.</summary>
    public TimeSpan Traces { get; init => field = Checked(value); } = TimeSpan.FromDays(7);

    /// <summary>Statistics by day, and how many jobs were let go. Default 800 days: two years to compare, and a little.</summary>
    public TimeSpan Statistics { get; init => field = Checked(value); } = TimeSpan.FromDays(800);

    /// <summary>Requests that may be repeated, and answers of calls that drive jobs. Default 24 hours.</summary>
    public TimeSpan Requests { get; init => field = Checked(value); } = TimeSpan.FromHours(24);

    /// <summary>Destinations that are called again, since they last changed. Default 90 days.</summary>
    public TimeSpan Breakers { get; init => field = Checked(value); } = TimeSpan.FromDays(90);

    /// <summary>API keys that were revoked or have expired, since then. Default 365 days.</summary>
    public TimeSpan Keys { get; init => field = Checked(value); } = TimeSpan.FromDays(365);

    private static TimeSpan Checked(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be above zero");
}
