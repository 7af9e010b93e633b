using Cronos;
using Headway.Client;
using Headway.Model;

namespace Headway.Machine;

/// <summary>The times of a <see cref="Timing"/>, worked out. Pure: the same timing gives the same times on every node.</summary>
internal sealed class TimingRule
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private readonly TimeSpan _every;
    private readonly DateTimeOffset _at;

    private TimingRule(CronExpression cron, TimeZoneInfo zone) => (_cron, _zone) = (cron, zone);

    private TimingRule(TimeSpan every, DateTimeOffset at) => (_every, _at) = (every, at);

    /// <summary>Reads a timing.</summary>
    /// <exception cref="SubmissionException">It is none, or its time zone is not known here.</exception>
    public static TimingRule Of(Timing timing)
    {
        if (timing.Cron is not null)
        {
            return timing.Every is null && timing.At is null
                ? new TimingRule(Parse(timing.Cron), Zone(timing.Zone))
                : throw Bad("A schedule has a cron expression, an interval or one time, not two of them.");
        }

        if (timing.Every is { } every)
        {
            return every >= ShortestInterval && every <= LongestInterval
                ? new TimingRule(every, timing.At ?? throw Bad("An interval is counted from a first time; give it."))
                : throw Bad("An interval is 1 second to 366 days long.");
        }

        return timing.At is { } at
            ? new TimingRule(TimeSpan.Zero, at)
            : throw Bad("Say when the schedule fires: a cron expression, an interval or one time.");
    }

    /// <summary>The first time after (or at) another; null where none comes.</summary>
    public DateTimeOffset? After(DateTimeOffset from, bool inclusive = false)
    {
        if (_cron is not null)
            return _cron.GetNextOccurrence(from.ToUniversalTime(), _zone, inclusive)?.ToUniversalTime();
        if (from < _at || (inclusive && from == _at))
            return _at.ToUniversalTime();
        if (_every == TimeSpan.Zero)
            return null;
        var times = (from - _at).Ticks / _every.Ticks;
        var at = _at.AddTicks(times * _every.Ticks);
        return (at < from || !inclusive ? at + _every : at).ToUniversalTime();
    }

    /// <summary>All times of a span, both ends included, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = After(from, inclusive: true); at <= to; at = After(at.Value))
            yield return at.Value;
    }

    /// <summary>The last few times of a span, both ends included, in order; looks back no further than it must.</summary>
    public IReadOnlyList<DateTimeOffset> Last(int count, DateTimeOffset from, DateTimeOffset to)
    {
        for (var back = TimeSpan.FromMinutes(1); ; back *= 4)
        {
            var begin = to - from > back ? to - back : from;
            var times = Between(begin, to).TakeLast(count).ToList();
            if (times.Count == count || begin == from)
                return times;
        }
    }

    private static CronExpression Parse(string text)
    {
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
        try
        {
            return CronExpression.Parse(text, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException e)
        {
            throw Bad($"'{text}' is no cron expression of five fields, or six with seconds: {e.Message.TrimEnd('.')}.");
        }
    }

    private static TimeZoneInfo Zone(string name)
    {
        if (name is "UTC" or "Etc/UTC")
            return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        throw TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _)
            ? new SubmissionException("bad_zone", $"There is no time zone '{name}'; use an IANA name such as Europe/Berlin, or UTC.")
            : new SubmissionException("no_zones",
                $"This machine has no time zone data, so '{name}' is not known: install the package tzdata, or use UTC.");
    }

    private static SubmissionException Bad(string message) => new("bad_timing", message);
}
