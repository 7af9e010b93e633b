using Headway.Machine;

namespace Headway.Model;

/// <summary>A job as stored, read in one snapshot.</summary>
public sealed record Job
{
    /// <summary>Its name for ever.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Org { get; init; }

    /// <summary>Registered job type.</summary>
    public required string Type { get; init; }

    /// <summary>What a person calls it; null shows type and id.</summary>
    public string? Name { get; init; }

    /// <summary>The line it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Higher runs first.</summary>
    public int Priority { get; init; }

    /// <summary>Who submitted it; null where nobody was signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What submitted it.</summary>
    public JobSource Source { get; init; }

    /// <summary>What its attempts used, as far as it was metered.</summary>
    public Metered Metered { get; init; }

    /// <summary>JSON text of the config it runs with.</summary>
    public required string Config { get; init; }

    /// <summary>JSON text of the result; null until a finish part, or the only item, gave one.</summary>
    public string? Result { get; init; }

    /// <summary>Why the job as a whole failed (its plan, finish or only item, or a job it waited for); null otherwise.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Longest it may take from its first start, pauses included; then it is ended and has failed. Default 72 h.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeRule.DefaultJobLimit;

    /// <summary>Its last generation was ended because it took longer than <see cref="TimeLimit"/>.</summary>
    public bool Overran { get; init; }

    /// <summary>No other open job of its organisation and type has this key; null where it has none.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>The schedule that submitted it; null where none did.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>Labels of the caller; empty, never null.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Who takes its chunks.</summary>
    public JobDrive Drive { get; init; }

    /// <summary>Items counted before they were planned; null where nobody counted.</summary>
    public int? Expected { get; init; }

    /// <summary>What a person last asked of it.</summary>
    public JobControl Control { get; init; }

    /// <summary>Which part of its life it is in.</summary>
    public JobPhase Phase { get; init; }

    /// <summary>The fold, as stored.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Where its items are.</summary>
    public JobCounts Counts { get; init; }

    /// <summary>False while items are still being enumerated.</summary>
    public bool Planned { get; init; }

    /// <summary>True for a job of one item that is stored as one row.</summary>
    public bool Simple { get; init; }

    /// <summary>1, and one more with every human reopening.</summary>
    public int Generation { get; init; }

    /// <summary>The generation all of it began in: 1, or that of the last restart. What was claimed in an earlier one is lost.</summary>
    public int BaseGeneration { get; init; } = 1;

    /// <summary>Items its submitter gave or its plan has added so far; those above came from other items.</summary>
    public int GivenItems { get; init; }

    /// <summary>Its plan is only counted: nothing is worked, and the count and a sample of it become the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>The job it was made from; null for most.</summary>
    public JobOrigin? Origin { get; init; }

    /// <summary>The job that rolls it back, whether at its end or not; null where nobody asked.</summary>
    public JobId? RolledBackBy { get; init; }

    /// <summary>When its rollback came to its end; null before.</summary>
    public DateTimeOffset? RolledBackAt { get; init; }

    /// <summary>Number of the last change; grows by one with every change of this job, without gaps.</summary>
    public long Seq { get; init; }

    /// <summary>What it is doing now, in words; null where nothing reported.</summary>
    public string? Step { get; init; }

    /// <summary>Progress within the only item, 0–100; null where nothing reported or there are many items.</summary>
    public double? StepPercent { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not claimed before; null means at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>First claim since it was accepted or restarted; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Last claim, outcome, progress report, promotion or control.</summary>
    public DateTimeOffset ActiveAt { get; init; }

    /// <summary>When it became final; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>No retention policy lets it go, and nobody deletes it, until a person says otherwise.</summary>
    public bool Kept { get; init; }

    /// <summary>Jobs that are to end before it may begin.</summary>
    public int Waits { get; init; }

    /// <summary>Children that are to end before it may.</summary>
    public int OpenChildren { get; init; }

    /// <summary>Whose child it is; null for most.</summary>
    public JobId? Parent { get; init; }

    /// <summary>0–100 over items, with the only item's own progress where there is one item.</summary>
    public double Percent => Phase == JobPhase.Final && Status == JobStatus.Completed ? 100
        : Counts.Total <= 1 && Counts.Final == 0 ? StepPercent ?? 0
        : Counts.Percent;
}
