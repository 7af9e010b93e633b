namespace Headway.Model;

/// <summary>A job that was put into the archive, as its entry tells it.</summary>
public sealed record ArchivedJob
{
    /// <summary>Its name for ever.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose it was.</summary>
    public required string Org { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>What a person called it; may be null.</summary>
    public string? Name { get; init; }

    /// <summary>How it ended.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Items it had.</summary>
    public int Items { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>When it was put away.</summary>
    public DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Where its lines are.</summary>
    public ArchivePlace Place { get; init; }
}
