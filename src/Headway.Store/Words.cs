using Headway.Model;
using Headway.People;

namespace Headway.Store;

/// <summary>The words of the tables for the enums of the model.</summary>
internal static class Words
{
    public static string Of(JobControl control) => control switch
    {
        JobControl.Run => "run",
        JobControl.Pause => "pause",
        _ => "cancel",
    };

    public static JobControl Control(string word) => word switch
    {
        "run" => JobControl.Run,
        "pause" => JobControl.Pause,
        "cancel" => JobControl.Cancel,
        _ => throw Unknown(word),
    };

    public static string Of(JobDrive drive) => drive == JobDrive.Client ? "client" : "worker";

    public static JobDrive Drive(string word) => word switch
    {
        "worker" => JobDrive.Worker,
        "client" => JobDrive.Client,
        _ => throw Unknown(word),
    };

    public static JobPhase Phase(string word) => word switch
    {
        "work" => JobPhase.Work,
        "finish" => JobPhase.Finish,
        "final" => JobPhase.Final,
        _ => throw Unknown(word),
    };

    public static string Of(JobStatus status) => status switch
    {
        JobStatus.Scheduled => "scheduled",
        JobStatus.Queued => "queued",
        JobStatus.Preparing => "preparing",
        JobStatus.Running => "running",
        JobStatus.Paused => "paused",
        JobStatus.Retrying => "retrying",
        JobStatus.Completed => "completed",
        JobStatus.Failed => "failed",
        _ => "cancelled",
    };

    public static string Of(JobSource source) => source switch
    {
        JobSource.Manual => "manual",
        JobSource.Api => "api",
        JobSource.Cli => "cli",
        JobSource.Schedule => "schedule",
        JobSource.Webhook => "webhook",
        JobSource.Parent => "parent",
        _ => "rerun",
    };

    public static JobSource Source(string word) => word switch
    {
        "manual" => JobSource.Manual,
        "api" => JobSource.Api,
        "cli" => JobSource.Cli,
        "schedule" => JobSource.Schedule,
        "webhook" => JobSource.Webhook,
        "parent" => JobSource.Parent,
        "rerun" => JobSource.Rerun,
        _ => throw Unknown(word),
    };

    public static JobStatus Status(string word) => word switch
    {
        "scheduled" => JobStatus.Scheduled,
        "queued" => JobStatus.Queued,
        "preparing" => JobStatus.Preparing,
        "running" => JobStatus.Running,
        "paused" => JobStatus.Paused,
        "retrying" => JobStatus.Retrying,
        "completed" => JobStatus.Completed,
        "failed" => JobStatus.Failed,
        "cancelled" => JobStatus.Cancelled,
        _ => throw Unknown(word),
    };

    public static string Of(ItemState state) => state switch
    {
        ItemState.Blocked => "blocked",
        ItemState.Scheduled => "scheduled",
        ItemState.Ready => "ready",
        ItemState.Running => "running",
        ItemState.Retrying => "retrying",
        ItemState.Completed => "completed",
        ItemState.Skipped => "skipped",
        ItemState.Failed => "failed",
        ItemState.Cancelled => "cancelled",
        _ => "quarantined",
    };

    public static ItemState State(string word) => word switch
    {
        "blocked" => ItemState.Blocked,
        "scheduled" => ItemState.Scheduled,
        "ready" => ItemState.Ready,
        "running" => ItemState.Running,
        "retrying" => ItemState.Retrying,
        "completed" => ItemState.Completed,
        "skipped" => ItemState.Skipped,
        "failed" => ItemState.Failed,
        "cancelled" => ItemState.Cancelled,
        "quarantined" => ItemState.Quarantined,
        _ => throw Unknown(word),
    };

    public static ChunkKind Kind(string word) => word switch
    {
        "plan" => ChunkKind.Plan,
        "work" => ChunkKind.Work,
        "finish" => ChunkKind.Finish,
        _ => throw Unknown(word),
    };

    public static AttemptOutcome Outcome(string word, bool faulty) => word switch
    {
        "ended" => faulty ? AttemptOutcome.Failed : AttemptOutcome.Completed,
        "lost" => AttemptOutcome.Lost,
        "released" => AttemptOutcome.Released,
        _ => AttemptOutcome.Cancelled,
    };

    public static string Of(LimitScope scope) => scope switch
    {
        LimitScope.Global => "global",
        LimitScope.Org => "org",
        LimitScope.User => "user",
        LimitScope.Type => "type",
        LimitScope.Queue => "queue",
        _ => "key",
    };

    public static LimitScope Scope(string word) => word switch
    {
        "global" => LimitScope.Global,
        "org" => LimitScope.Org,
        "user" => LimitScope.User,
        "type" => LimitScope.Type,
        "queue" => LimitScope.Queue,
        "key" => LimitScope.Key,
        _ => throw Unknown(word),
    };

    public static string Of(LimitUnit unit) => unit switch
    {
        LimitUnit.Slots => "slots",
        LimitUnit.Jobs => "jobs",
        _ => "starts",
    };

    public static LimitUnit Unit(string word) => word switch
    {
        "slots" => LimitUnit.Slots,
        "jobs" => LimitUnit.Jobs,
        "starts" => LimitUnit.Starts,
        _ => throw Unknown(word),
    };

    public static JobEventKind Event(string word) => word switch
    {
        "enqueued" => JobEventKind.Enqueued,
        "planned" => JobEventKind.Planned,
        "claimed" => JobEventKind.Claimed,
        "finished" => JobEventKind.Finished,
        "released" => JobEventKind.Released,
        "reaped" => JobEventKind.Reaped,
        "promoted" => JobEventKind.Promoted,
        "progressed" => JobEventKind.Progressed,
        "paused" => JobEventKind.Paused,
        "resumed" => JobEventKind.Resumed,
        "cancelled" => JobEventKind.Cancelled,
        "timed_out" => JobEventKind.TimedOut,
        "reprioritised" => JobEventKind.Reprioritised,
        "retried" => JobEventKind.Retried,
        "logged" => JobEventKind.Logged,
        "restarted" => JobEventKind.Restarted,
        "skipped" => JobEventKind.Skipped,
        "rolled_back" => JobEventKind.RolledBack,
        "kept" => JobEventKind.Kept,
        "let_go" => JobEventKind.LetGo,
        "related" => JobEventKind.Related,
        "deleted" => JobEventKind.Deleted,
        "restored" => JobEventKind.Restored,
        _ => throw Unknown(word),
    };

    public static string Of(FailurePolicy policy) => policy switch
    {
        FailurePolicy.Fail => "fail",
        FailurePolicy.Skip => "skip",
        _ => "ignore",
    };

    public static FailurePolicy Failure(string word) => word switch
    {
        "fail" => FailurePolicy.Fail,
        "skip" => FailurePolicy.Skip,
        "ignore" => FailurePolicy.Ignore,
        _ => throw Unknown(word),
    };

    public static string Of(JobOriginKind kind) => kind switch
    {
        JobOriginKind.RerunErrors => "rerun_errors",
        JobOriginKind.RunAgain => "run_again",
        _ => "rollback",
    };

    public static JobOriginKind Origin(string word) => word switch
    {
        "rerun_errors" => JobOriginKind.RerunErrors,
        "run_again" => JobOriginKind.RunAgain,
        "rollback" => JobOriginKind.Rollback,
        _ => throw Unknown(word),
    };

    public static FaultClass Class(string word) => word switch
    {
        "transient" => FaultClass.Transient,
        "throttled" => FaultClass.Throttled,
        "permanent" => FaultClass.Permanent,
        "poison" => FaultClass.Poison,
        _ => throw Unknown(word),
    };

    public static string Of(ErrorState state) => state switch
    {
        ErrorState.Open => "open",
        ErrorState.Regressed => "regressed",
        ErrorState.Resolved => "resolved",
        _ => "ignored",
    };

    public static ErrorState Error(string word) => word switch
    {
        "open" => ErrorState.Open,
        "regressed" => ErrorState.Regressed,
        "resolved" => ErrorState.Resolved,
        "ignored" => ErrorState.Ignored,
        _ => throw Unknown(word),
    };

    public static string Of(Role role) => role == People.Role.PlatformAdmin ? "platform_admin" : role.ToString().ToLowerInvariant();

    public static Role Role(string word) =>
        Enum.TryParse<Role>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var role) ? role : throw Unknown(word);

    private static InvalidOperationException Unknown(string word) => new($"The database says '{word}', a word this program does not know.");
}
