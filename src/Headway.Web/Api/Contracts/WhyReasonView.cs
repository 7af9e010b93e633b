namespace Headway.Web.Api.Contracts;

/// <summary>One thing that stands between a job and a slot.</summary>
public sealed record WhyReasonView
{
    /// <summary>A stable word, e.g. <c>slots_busy</c>; docs/statistics.md lists them.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence that says what.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Hint { get; init; }
}
