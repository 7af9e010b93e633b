using Headway.Model;

namespace Headway.Sim;

/// <summary>What readers see: states are derived from places.</summary>
internal sealed partial class SimJob
{
    public Job Read() => new()
    {
        Id = Id,
        Org = Accepted.Job.Org,
        Type = Accepted.Job.Type,
        Name = Accepted.Job.Name,
        Queue = Accepted.Job.Queue,
        Priority = Priority,
        CreatedBy = Accepted.Job.CreatedBy,
        Config = Accepted.Job.Config,
        Result = Result,
        Fault = KinFault ?? Fault,
        Labels = Accepted.Job.Labels ?? new Dictionary<string, string>(),
        Control = Control,
        Phase = Phase,
        Status = Status,
        Counts = Counts,
        Planned = Planned,
        Simple = Simple,
        Generation = Generation,
        BaseGeneration = Base,
        GivenItems = _given,
        DryRun = Accepted.Job.DryRun,
        Origin = Accepted.Job.Origin,
        RolledBackBy = RolledBackBy,
        RolledBackAt = RolledBackAt,
        Seq = Seq,
        Step = Step,
        StepPercent = StepPercent,
        CreatedAt = CreatedAt,
        DueAt = Accepted.Job.DueAt,
        StartedAt = StartedAt,
        ActiveAt = ActiveAt,
        FinishedAt = FinishedAt,
        ScheduleId = Accepted.Job.ScheduleId,
        UniqueKey = Accepted.Job.UniqueKey,
        Drive = Accepted.Job.Drive,
        Expected = Accepted.Expected,
        Kept = Kept,
        Source = Accepted.Job.Source,
        Metered = Metered,
        Waits = Waits,
        OpenChildren = Kids,
        Parent = Parent,
        TimeLimit = TimeLimit,
        Overran = Overran,
    };

    /// <summary>Of an item, oldest first. The finish item has its own, whatever number it had.</summary>
    public IEnumerable<Attempt> AttemptsOf(int no) => _attempts
        .Where(row => row.Finish ? no == FinishNo && _finish is not null : row.Attempt.No == no && no <= Counts.Total)
        .Select(row => row.Attempt with { No = no });

    /// <summary>Of all items there are; the finish item's place in a list is -1, whatever number it had.</summary>
    public IEnumerable<(int Place, Attempt Attempt)> AllAttempts() => _attempts
        .Where(row => row.Finish || row.Attempt.No <= Counts.Total)
        .Select(row => row.Finish ? (-1, row.Attempt with { No = Counts.Total + 1 }) : (row.Attempt.No, row.Attempt));

    public ItemState StateOf(int no)
    {
        if (Find(no) is not { } item)
            return ItemState.Completed; // of nothing: no signal moves it
        if (item.Final is { } final)
            return final;
        if (Phase == JobPhase.Final)
            return ItemState.Cancelled;
        if (Claims.Values.Any(claim => claim.Key.Lo <= no && no <= claim.Key.Hi))
            return ItemState.Running;
        foreach (var span in Back.Values)
        {
            if (span.Lo <= no && no <= span.Hi)
                return !span.IsDue ? ItemState.Retrying : Waits > 0 ? ItemState.Blocked : Held ? ItemState.Scheduled : ItemState.Ready;
        }

        if (no == FinishNo && Phase != JobPhase.Finish)
            return ItemState.Blocked;
        if (no <= _next || no == 0)
            return ItemState.Cancelled; // passed over when a cancelled job was reopened for another item
        return Waits > 0 ? ItemState.Blocked : Held ? ItemState.Scheduled : ItemState.Ready;
    }

    public Item ReadItem(int no, bool whole)
    {
        var item = Find(no)!;
        var state = StateOf(no);
        return new Item
        {
            JobId = Id,
            No = no,
            Name = item.Name,
            State = state,
            Attempts = item.Number,
            Crashes = item.Crashes.Count,
            Input = whole ? item.Input : null,
            Output = whole ? item.Output : null,
            Fault = item.Fault,
            StartedAt = item.StartedAt,
            FinishedAt = item.FinishedAt ?? (state == ItemState.Cancelled ? FinishedAt : null),
            DueAt = state switch
            {
                ItemState.Retrying => Back[no].DueAt,
                ItemState.Scheduled => Accepted.Job.DueAt,
                _ => null,
            },
            Step = state == ItemState.Running ? item.Step : null,
            StepPercent = state == ItemState.Running ? item.StepPercent : null,
        };
    }
}
