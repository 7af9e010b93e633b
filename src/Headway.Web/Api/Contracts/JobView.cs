using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Model;

namespace Headway.Web.Api.Contracts;

/// <summary>A job as the API shows it, read in one snapshot.</summary>
public sealed record JobView
{
    /// <summary>The id, as <c>job_{timestamp}_{random}</c>; sorts by time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>The same id in UUID form; accepted wherever an id is.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Registered job type, e.g. <c>skills.syllabus</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What a person calls the job; null where the submitter gave no name.</summary>
    public string? Name { get; init; }

    /// <summary>The line it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Higher runs first.</summary>
    public required int Priority { get; init; }

    /// <summary>Who submitted it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>No other open job of its type has this key; null where it has none.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>The schedule that submitted it; null where none did.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>What submitted it: manual, api, cli, schedule, webhook, parent or rerun.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobSource>))]
    public JobSource Source { get; init; }

    /// <summary>One of nine words; scheduled, queued, preparing, running, paused and retrying are open, the others final.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobStatus>))]
    public required JobStatus Status { get; init; }

    /// <summary>
    /// What the word alone does not say: <c>pausing</c>, <c>completed with errors</c>, <c>rolled back</c>, or why a queued job waits:
    /// <c>no worker is up</c>, <c>no worker knows this type</c>, <c>waits for 2 jobs</c>, <c>waits for 2 children</c>; else null.
    /// </summary>
    public string? StatusNote { get; init; }

    /// <summary>Who takes its chunks: <c>worker</c> or <c>client</c>.</summary>
    [JsonConverter(typeof(SnakeCaseEnum<JobDrive>))]
    public JobDrive Driver { get; init; }

    /// <summary>0–100, over items; within the only item where there is one.</summary>
    public required double Percent { get; init; }

    /// <summary>How many items are where.</summary>
    public required CountsView Counts { get; init; }

    /// <summary>False while items are still being enumerated, so the total may grow.</summary>
    public required bool Planned { get; init; }

    /// <summary>What it is doing now, in words; null where nothing was reported.</summary>
    public string? Step { get; init; }

    /// <summary>Why the job as a whole failed; null otherwise. Failures of items are with the items.</summary>
    public FaultView? Fault { get; init; }

    /// <summary>Key-value pairs of the submitter.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>1, and one more each time a person reopened it.</summary>
    public required int Generation { get; init; }

    /// <summary>True where its plan was only counted; the result has the count. Left out where false.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The job it was made from; left out for most.</summary>
    public OriginView? Origin { get; init; }

    /// <summary>The job that rolls it back; left out where nobody asked.</summary>
    public string? RolledBackBy { get; init; }

    /// <summary>When its rollback came to its end; left out before.</summary>
    public DateTimeOffset? RolledBackAt { get; init; }

    /// <summary>How many jobs are to end before it may begin.</summary>
    public int Waits { get; init; }

    /// <summary>How many children are to end before it may.</summary>
    public int OpenChildren { get; init; }

    /// <summary>The job it is a child of; left out for most.</summary>
    public string? Parent { get; init; }

    /// <summary>Number of the last change, without gaps; also its ETag.</summary>
    public required long Seq { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not started before; null means at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When a worker first took something of it; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Last claim, outcome or control.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>When it became final; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Seconds it may take from its first start, pauses included; then it is ended and has failed.</summary>
    public double TimeLimitSeconds { get; init; }

    /// <summary>It is kept for ever, whatever the retention policy says.</summary>
    public bool Kept { get; init; }

    /// <summary>When it is expected to end; null where nothing sound can be said, and in live messages.</summary>
    public EtaView? Eta { get; init; }

    /// <summary>True where it takes longer than 19 of 20 of its type; left out otherwise, and in live messages.</summary>
    public bool? Slow { get; init; }

    /// <summary>True where it runs and nothing of it has moved for long; left out otherwise, and in live messages.</summary>
    public bool? Stuck { get; init; }

    /// <summary>What its attempts used, as far as it was metered; null where nothing was.</summary>
    public MeteredView? Metered { get; init; }

    /// <summary>The config it runs with; left out of lists and live messages.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>Its result; null until there is one, left out of lists and live messages.</summary>
    public JsonElement? Result { get; init; }
}
