using System.Text.Json;
using Headway.Model;
using Headway.Stats;
using Headway.Web.Api.Contracts;

namespace Headway.Web.Api;

/// <summary>The model as the wire shows it.</summary>
internal static class Views
{
    extension(Job job)
    {
        /// <summary>The job with what is to be expected of it.</summary>
        public JobView ToView(bool whole, Outlook outlook, DateTimeOffset now) => job.ToView(whole) with
        {
            Eta = outlook.Eta is { } eta ? new EtaView { P50At = now + eta.P50, P90At = now + eta.P90 } : null,
            Slow = outlook.Slow ? true : null,
            Stuck = outlook.Stuck ? true : null,
        };

        /// <summary>The job; with its config and result where a single job was asked for.</summary>
        public JobView ToView(bool whole) => new()
        {
            Id = job.Id.ToString(),
            Uuid = job.Id.Value,
            Type = job.Type,
            Name = job.Name,
            Queue = job.Queue,
            Priority = job.Priority,
            CreatedBy = job.CreatedBy,
            ScheduleId = job.ScheduleId,
            UniqueKey = job.UniqueKey,
            Source = job.Source,
            Status = job.Status,
            StatusNote = NoteOf(job),
            Driver = job.Drive,
            Percent = Math.Round(job.Percent, 2),
            Counts = job.Counts.ToView(),
            Planned = job.Planned,
            Step = job.Step,
            Fault = job.Fault?.ToView(),
            Labels = job.Labels,
            Generation = job.Generation,
            DryRun = job.DryRun ? true : null,
            Origin = job.Origin is { } origin ? new OriginView { Kind = origin.Kind, JobId = origin.Job.ToString() } : null,
            RolledBackBy = job.RolledBackBy?.ToString(),
            RolledBackAt = job.RolledBackAt,
            Waits = job.Waits,
            OpenChildren = job.OpenChildren,
            Parent = job.Parent?.ToString(),
            Seq = job.Seq,
            CreatedAt = job.CreatedAt,
            DueAt = job.DueAt,
            StartedAt = job.StartedAt,
            ActiveAt = job.ActiveAt,
            FinishedAt = job.FinishedAt,
            Kept = job.Kept,
            TimeLimitSeconds = job.TimeLimit.TotalSeconds,
            Metered = job.Metered.ToView(),
            Config = whole ? Parse(job.Config) : null,
            Result = whole && job.Result is not null ? Parse(job.Result) : null,
        };
    }

    extension(Item item)
    {
        /// <summary>The item as lists show it.</summary>
        public ItemView ToView() => new()
        {
            No = item.No,
            Name = item.Name,
            State = item.State,
            AttemptCount = item.Attempts,
            Crashes = item.Crashes > 0 ? item.Crashes : null,
            Fault = item.Fault?.ToView(),
            StartedAt = item.StartedAt,
            FinishedAt = item.FinishedAt,
            DueAt = item.DueAt,
            Step = item.Step,
            StepPercent = item.StepPercent,
        };

        /// <summary>The item with all it has.</summary>
        public ItemView ToView(IReadOnlyList<Attempt> attempts) => item.ToView() with
        {
            Input = item.Input is null ? null : Parse(item.Input),
            Output = item.Output is null ? null : Parse(item.Output),
            Attempts = [.. attempts.Select(ToView)],
        };
    }

    extension(WorkerSession session)
    {
        /// <summary>The session with how it does.</summary>
        public WorkerView ToView(WorkerHealth health) => new()
        {
            Id = session.Id,
            Worker = session.Worker,
            Host = session.Host,
            ProcessId = session.ProcessId,
            Version = session.Version,
            State = health.State,
            Reason = health.Reason,
            ClaimedAt = session.ClaimedAt,
            Slots = session.Slots,
            Busy = session.Busy,
            Cpu = session.Cpu,
            MemoryBytes = session.MemoryBytes,
            Queues = session.Queues,
            Types = session.Types,
            StartedAt = session.StartedAt,
            BeatAt = session.BeatAt,
            ClockSkewSeconds = session.ClockSkew?.TotalSeconds,
            EndedAt = session.EndedAt,
        };
    }

    /// <summary>The counts by name.</summary>
    public static CountsView ToView(this JobCounts counts) => new()
    {
        Total = counts.Total,
        Fresh = counts.Fresh,
        Running = counts.Running,
        Due = counts.Due,
        Waiting = counts.Waiting,
        Completed = counts.Completed,
        Failed = counts.Failed,
        Skipped = counts.Skipped,
        Cancelled = counts.Cancelled,
    };

    /// <summary>The fault without its detail, which is for engineers at the server.</summary>
    public static FaultView ToView(this Fault fault) => new()
    {
        Class = fault.Class,
        Code = fault.Code,
        Message = fault.Message,
        Hint = fault.Hint,
    };

    private static AttemptView ToView(Attempt attempt) => new()
    {
        Generation = attempt.Generation,
        Number = attempt.Number,
        Outcome = attempt.Outcome,
        Fault = attempt.Fault?.ToView(),
        Worker = attempt.Worker,
        StartedAt = attempt.StartedAt,
        EndedAt = attempt.EndedAt,
        Metered = attempt.Metered.ToView(),
    };

    /// <summary>What was metered; null where nothing was.</summary>
    public static MeteredView? ToView(this Metered metered) => metered == default ? null : new MeteredView
    {
        CpuSeconds = Math.Round(metered.Cpu.TotalSeconds, 3),
        PeakMemoryBytes = metered.PeakMemoryBytes,
        StoredBytes = metered.StoredBytes,
    };

    private static string? NoteOf(Job job) => job switch
    {
        { RolledBackAt: not null } => "rolled back",
        { Status: JobStatus.Running, Control: JobControl.Pause } => "pausing",
        { Status: JobStatus.Completed, Counts.Failed: > 0 } => "completed with errors",
        { Phase: not JobPhase.Final, Waits: > 0 } => job.Waits == 1 ? "waits for 1 job" : $"waits for {job.Waits} jobs",
        { Phase: JobPhase.Work, Planned: true, OpenChildren: > 0 } when job.Counts.Final == job.Counts.Total =>
            job.OpenChildren == 1 ? "waits for 1 child" : $"waits for {job.OpenChildren} children",
        _ => null,
    };

    private static JsonElement Parse(string json) => JsonElement.Parse(json);
}
