using Headway.Deliveries;

namespace Headway.Model;

/// <summary>A submission, before it has an id.</summary>
public sealed record NewJob
{
    /// <summary>Registered job type, e.g. <c>skills.syllabus</c>.</summary>
    public required string Type { get; init; }

    /// <summary>JSON text, the snapshot the job runs with whatever changes later. ≤ 256 KB. Default: an empty object.</summary>
    public string Config { get; init; } = "{}";

    /// <summary>What a person calls the job; null shows its type and id.</summary>
    public string? Name { get; init; }

    /// <summary>Whose job it is. Default: the one organisation of an installation that has no others.</summary>
    public string Org { get; init; } = Orgs.Default;

    /// <summary>Who submitted it; null where nobody is signed in.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What submits it. Default: a program, through the library or the API.</summary>
    public JobSource Source { get; init; } = JobSource.Api;

    /// <summary>The line it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>Higher runs first, inside one organisation. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Jobs of an organisation with the same key share a limit, where there is one for it. ≤ 100 characters; null for none.
    /// </summary>
    public string? LimitKey { get; init; }

    /// <summary>
    /// Chunks of jobs with this <see cref="LimitKey"/> that may be in slots at once, 1 or more; sets the key's limit where it differs.
    /// Null leaves it as it is.
    /// </summary>
    public int? KeySlots { get; init; }

    /// <summary>
    /// Longest the job may take from its first start, pauses included; then it is ended and has failed.
    /// 1 s to 365 days; null: what its type says.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Not claimed before; null means at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// The items, where the submitter knows them: stored with the job, so the job needs no plan step.
    /// Null: the handler plans, or, where it has no plan part, the job is one item with the config as its input.
    /// </summary>
    public IReadOnlyList<NewItem>? Items { get; init; }

    /// <summary>Who takes its chunks. Default: workers.</summary>
    public JobDrive Drive { get; init; }

    /// <summary>Key-value pairs of the caller, to find the job by. ≤ 32 pairs.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Only enumerate and count the plan; the job's type must have one, and no items may be given.</summary>
    public bool DryRun { get; init; }

    /// <summary>The job it is made from; null for most.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public JobOrigin? Origin { get; init; }

    /// <summary>
    /// While a job of the same organisation and type with this key is open, no other is accepted: the submission gets that job's id.
    /// 1–200 characters; null for none.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Who is to hear of its ends, besides those who subscribed. ≤ 8; null for nobody.</summary>
    public IReadOnlyList<Notice>? Notices { get; init; }

    /// <summary>
    /// Jobs it runs after: it takes no slot until all of them have ended. Existing ones of its organisation; at most 100. Default: none.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<Prerequisite> After { get; init; } = [];

    /// <summary>Whose child it is; null for most.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ParentLink? Parent { get; init; }

    /// <summary>The schedule that submits it; set by the engine.</summary>
    public Guid? ScheduleId { get; init; }
}
