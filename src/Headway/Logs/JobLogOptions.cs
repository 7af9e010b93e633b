using Microsoft.Extensions.Logging;

namespace Headway.Logs;

/// <summary>How much of what handlers say is kept.</summary>
public sealed record JobLogOptions
{
    /// <summary>Least level that is kept. Default information.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Lines kept of one attempt of an item; what follows is counted. Default 1,000.</summary>
    public int LinesPerAttempt { get; init; } = 1000;

    /// <summary>How long lines are kept. Default 90 days.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);
}
