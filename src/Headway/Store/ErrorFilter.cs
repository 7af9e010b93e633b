using Headway.Model;

namespace Headway.Store;

/// <summary>Which errors, and what they are counted over; null or empty parts do not narrow.</summary>
public sealed record ErrorFilter
{
    /// <summary>How far back is counted, up to 400 days; begins with the step in which that is.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Failures of one organisation's jobs; null for all.</summary>
    public string? Org { get; init; }

    /// <summary>Failures of jobs of one type; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>In any of these states.</summary>
    public IReadOnlyList<ErrorState> States { get; init; } = [];

    /// <summary>Part of the message or the code, any case, or a whole fingerprint.</summary>
    public string? Search { get; init; }

    /// <summary>What comes first.</summary>
    public ErrorOrder By { get; init; }

    /// <summary>At most so many, 1–500.</summary>
    public int Limit { get; init; } = 100;
}
