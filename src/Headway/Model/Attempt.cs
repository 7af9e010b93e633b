namespace Headway.Model;

/// <summary>One execution of an item, never erased.</summary>
public sealed record Attempt
{
    /// <summary>The job.</summary>
    public required JobId JobId { get; init; }

    /// <summary>The item; 0 the plan item, total + 1 the finish item.</summary>
    public required int No { get; init; }

    /// <summary>Generation of the job it ran in.</summary>
    public required int Generation { get; init; }

    /// <summary>1-based number within the generation; a released attempt keeps its number for the next.</summary>
    public required int Number { get; init; }

    /// <summary>How it ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why it failed; null unless <see cref="Outcome"/> is failed.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Name of the worker it ran on.</summary>
    public required string Worker { get; init; }

    /// <summary>When its chunk was claimed.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its outcome was recorded.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>What its chunk used, all items of it together.</summary>
    public Metered Metered { get; init; }
}
