namespace Headway.Web.Api.Contracts;

/// <summary>What was done in a stretch of time.</summary>
public sealed record ThroughputView
{
    /// <summary>Items completed or skipped.</summary>
    public required long Completed { get; init; }

    /// <summary>Attempts failed, those that were retried included.</summary>
    public required long Failed { get; init; }

    /// <summary>Time spent in slots, seconds.</summary>
    public required double BusySeconds { get; init; }

    /// <summary>Completed items a second, over the whole stretch.</summary>
    public required double PerSecond { get; init; }
}
