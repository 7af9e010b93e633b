namespace Headway.Model;

/// <summary>When a schedule fires: by a cron expression, at a fixed interval, or once.</summary>
public sealed record Timing
{
    /// <summary>
    /// Five fields (minute, hour, day of month, month, day of week), six with seconds in front, or a macro such as <c>@daily</c>;
    /// <c>L</c>, <c>W</c> and <c>#</c> are understood. Null for the other two kinds.
    /// </summary>
    public string? Cron { get; init; }

    /// <summary>
    /// IANA name of the time zone a cron expression is meant in, e.g. <c>Europe/Berlin</c>. Default <c>UTC</c>.
    /// Where the clocks go forward, a time that is skipped fires right after the gap; where they go back, a time that comes twice
    /// fires the first time; expressions with <c>*</c> or <c>/</c> in the hour or minute go on in elapsed time through both.
    /// </summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Length of a fixed interval, 1 s to 366 days; null for the other two kinds.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// Alone: the one time it fires. With <see cref="Every"/>: the first time, from which all others are counted, so they never drift;
    /// null there means one interval after the schedule was made.
    /// </summary>
    public DateTimeOffset? At { get; init; }
}
