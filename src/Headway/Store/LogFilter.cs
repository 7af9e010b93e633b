using Microsoft.Extensions.Logging;

namespace Headway.Store;

/// <summary>Which lines of a job's log.</summary>
public sealed record LogFilter
{
    /// <summary>One item; null for all.</summary>
    public int? No { get; init; }

    /// <summary>This level and worse ones. Default: all.</summary>
    public LogLevel Level { get; init; } = LogLevel.Trace;
}
