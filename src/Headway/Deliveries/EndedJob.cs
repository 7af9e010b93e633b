using Headway.Model;

namespace Headway.Deliveries;

/// <summary>A job as it ended, kept with the delivery: it says the same however late it is sent, whatever has become of the job.</summary>
public sealed record EndedJob
{
    /// <summary>Its name for ever.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Org { get; init; }

    /// <summary>Registered job type.</summary>
    public required string Type { get; init; }

    /// <summary>What a person calls it; null shows type and id.</summary>
    public string? Name { get; init; }

    /// <summary>The line it waited in.</summary>
    public required string Queue { get; init; }

    /// <summary>Who submitted it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What submitted it.</summary>
    public JobSource Source { get; init; }

    /// <summary>Completed, failed or cancelled.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Which of its lives ended: 1, and one more with every reopening.</summary>
    public int Generation { get; init; }

    /// <summary>Its plan was only counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>How its items ended.</summary>
    public JobCounts Counts { get; init; }

    /// <summary>Labels of the caller; empty, never null.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Why the job as a whole failed; null otherwise.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Up to five of its failed items, in order of their numbers.</summary>
    public required IReadOnlyList<EndedItem> Errors { get; init; }

    /// <summary>JSON text of the result; null where it gave none, or one of more than 16,384 characters.</summary>
    public string? Result { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>First claim; null where it never started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset FinishedAt { get; init; }
}
