namespace Headway.Model;

/// <summary>An item with its place read as one of ten states.</summary>
public sealed record Item
{
    /// <summary>The job it belongs to.</summary>
    public required JobId JobId { get; init; }

    /// <summary>1-based place in the plan. 0 is the plan item, total + 1 the finish item; lists leave both out.</summary>
    public required int No { get; init; }

    /// <summary>What a person calls it; null shows its number.</summary>
    public string? Name { get; init; }

    /// <summary>Derived from where the item is.</summary>
    public required ItemState State { get; init; }

    /// <summary>Attempts charged so far in this generation, the running one included.</summary>
    public int Attempts { get; init; }

    /// <summary>How often a worker died over it alone, in this life.</summary>
    public int Crashes { get; init; }

    /// <summary>JSON text given to the handler; null where the job's config is the input. Null in lists.</summary>
    public string? Input { get; init; }

    /// <summary>JSON text the handler returned; null before or where it returned none. Null in lists.</summary>
    public string? Output { get; init; }

    /// <summary>The last failure; null once completed, earlier ones are in the attempts.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Start of the last attempt; null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it became final; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When a waiting item is due again; null otherwise.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What a running item is doing now; null where it reported nothing.</summary>
    public string? Step { get; init; }

    /// <summary>A running item's own progress, 0–100; null where it reported nothing.</summary>
    public double? StepPercent { get; init; }
}
