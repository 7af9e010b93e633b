using Headway.Deliveries;
using Headway.Logs;
using Headway.Model;

namespace Headway.App;

/// <summary>How long what only passes through is kept; docs/retention.md lists it table by table.</summary>
internal sealed record KeepSettings
{
    private const int MostDays = 36_500;

    /// <summary>The names of these settings.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "keep_trace_days", "keep_statistics_days", "keep_request_hours", "keep_breaker_days", "keep_key_days", "keep_log_days",
        "keep_sent_days", "keep_dead_days",
    ];

    /// <summary>Feed, sessions, statistics, requests, destinations and keys.</summary>
    public KeepTimes Times { get; init; } = new();

    /// <summary>Lines that handlers logged.</summary>
    public JobLogOptions Logs { get; init; } = new();

    /// <summary>Deliveries.</summary>
    public DeliveryOptions Deliveries { get; init; } = new();

    /// <summary>As one place after the other gives them.</summary>
    /// <param name="number">The number of a setting; null where it is not given.</param>
    /// <exception cref="StopException">One is out of its range.</exception>
    public static KeepSettings Read(Func<string, int?> number)
    {
        var (times, logs, deliveries) = (new KeepTimes(), new JobLogOptions(), new DeliveryOptions());
        return new KeepSettings
        {
            Times = new KeepTimes
            {
                Traces = Days("keep_trace_days", times.Traces),
                Statistics = Days("keep_statistics_days", times.Statistics),
                Requests = number("keep_request_hours") is { } hours
                    ? TimeSpan.FromHours(Checked("keep_request_hours", hours, 24 * 365)) : times.Requests,
                Breakers = Days("keep_breaker_days", times.Breakers),
                Keys = Days("keep_key_days", times.Keys),
            },
            Logs = logs with { Keep = Days("keep_log_days", logs.Keep) },
            Deliveries = deliveries with
            {
                KeepSent = Days("keep_sent_days", deliveries.KeepSent),
                KeepDead = Days("keep_dead_days", deliveries.KeepDead),
            },
        };

        TimeSpan Days(string name, TimeSpan otherwise) =>
            number(name) is { } days ? TimeSpan.FromDays(Checked(name, days, MostDays)) : otherwise;
    }

    private static int Checked(string name, int value, int most) => value >= 1 && value <= most
        ? value
        : throw new StopException(ExitCode.Usage, $"The setting '{name}' is {value}; it must be 1 to {most}.");
}
