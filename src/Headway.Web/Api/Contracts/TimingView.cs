namespace Headway.Web.Api.Contracts;

/// <summary>When a schedule fires: <c>cron</c>, or <c>every_seconds</c>, or <c>at</c> alone.</summary>
public sealed record TimingView
{
    /// <summary>Five fields, six with seconds in front, or a macro such as <c>@daily</c>.</summary>
    public string? Cron { get; init; }

    /// <summary>IANA time zone of the cron expression, e.g. <c>Europe/Berlin</c>. Default <c>UTC</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>Length of a fixed interval in seconds, 1 to 31,622,400.</summary>
    public double? EverySeconds { get; init; }

    /// <summary>The one time, or the first of an interval.</summary>
    public DateTimeOffset? At { get; init; }
}
