using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>An item of a job.</summary>
public sealed record ItemView
{
    /// <summary>How often a worker died while it ran this item and nothing else; left out where never.</summary>
    public int? Crashes { get; init; }

    /// <summary>1-based place in the job; 0 is the plan item and total + 1 the finish item, both left out of lists.</summary>
    public required int No { get; init; }

    /// <summary>E.g. a file name; null where it has none.</summary>
    public string? Name { get; init; }

    /// <summary>One of ten words; completed, skipped, failed, cancelled and quarantined are final.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<ItemState>))]
    public required ItemState State { get; init; }

    /// <summary>Attempts charged in this generation, the running one included.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>The last failure; null once completed.</summary>
    public FaultView? Fault { get; init; }

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

    /// <summary>What the handler was given; null where the job's config is the input, and in lists.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What the handler gave back; null before, and in lists.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Every attempt, oldest first; null in lists.</summary>
    public IReadOnlyList<AttemptView>? Attempts { get; init; }
}
