namespace Headway.Web.Api.Contracts;

/// <summary>What one job type did in one bucket of time.</summary>
public sealed record BucketView
{
    /// <summary>Its start.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Job type.</summary>
    public required string Type { get; init; }

    /// <summary>Items completed or skipped.</summary>
    public required long Completed { get; init; }

    /// <summary>Attempts failed, those that were retried included.</summary>
    public required long Failed { get; init; }

    /// <summary>Time spent in slots, seconds.</summary>
    public required double BusySeconds { get; init; }
}
