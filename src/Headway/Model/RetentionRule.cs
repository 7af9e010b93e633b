namespace Headway.Model;

/// <summary>How long jobs of a kind are kept after they ended.</summary>
public sealed record RetentionRule
{
    /// <summary>Only jobs of this type; null for any.</summary>
    public string? Type { get; init; }

    /// <summary>Only jobs that ended so: completed, failed or cancelled; null for any.</summary>
    public JobStatus? Status { get; init; }

    /// <summary>How long after their end; null for ever.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>They are written to the archive before they are deleted. Default true.</summary>
    public bool Archive { get; init; } = true;

    /// <summary>Counts only when a process starts, beside the other rules.</summary>
    public bool AtStart { get; init; }
}
