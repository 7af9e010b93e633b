namespace Headway.Store;

/// <summary>Which attempts; every part narrows, null parts do not.</summary>
public sealed record AttemptFilter
{
    /// <summary>One organisation; null for all.</summary>
    public string? Org { get; init; }

    /// <summary>True: those that did their work; false: those that failed or whose worker died; null: all, released ones too.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Part of the job type's name or of the job's, any case.</summary>
    public string? Text { get; init; }

    /// <summary>Ended at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ended before.</summary>
    public DateTimeOffset? To { get; init; }
}
