namespace Headway.Web.Api.Contracts;

/// <summary>How long something took; percentiles are at most a tenth off.</summary>
public sealed record TimesView
{
    /// <summary>How many there are.</summary>
    public required long Count { get; init; }

    /// <summary>The middle, seconds; null where there are none.</summary>
    public double? P50Seconds { get; init; }

    /// <summary>Nineteen of twenty take no longer, seconds.</summary>
    public double? P95Seconds { get; init; }

    /// <summary>Ninety-nine of a hundred take no longer, seconds.</summary>
    public double? P99Seconds { get; init; }
}
