using Headway.Model;

namespace Headway.Sim;

/// <summary>New lives, as people ask for them.</summary>
internal sealed partial class SimJob
{
    public JobId? RolledBackBy { get; private set; }

    public DateTimeOffset? RolledBackAt { get; private set; }

    /// <summary>Starts it afresh.</summary>
    /// <returns>False where it is open or was rolled back.</returns>
    public bool Restart(Func<Guid, string> workerOf, DateTimeOffset now)
    {
        if (Phase != JobPhase.Final || RolledBackBy is not null)
            return false;
        foreach (var claim in Claims.Values.ToList())
            Drop(claim, default, workerOf(claim.Session), now);
        Back.Clear();
        Base = ++Generation;
        var keep = _plan is null || _items.Count == _given ? _given : 0;
        var replans = _plan is not null && (keep == 0 || _plan.Final is not (ItemState.Completed or ItemState.Skipped));
        _items.RemoveRange(keep, _items.Count - keep);
        foreach (var item in _items)
            item.Revive(Base);
        _finish?.Revive(Base);
        if (replans)
        {
            _plan!.Revive(Base);
            Back.Add(0, new SimSpan(0, 0, 0, null));
        }

        (Planned, Held, Control, Phase) = (!replans, false, JobControl.Run, JobPhase.Work);
        (_given, _next, _available) = (keep, 0, keep);
        Counts = new JobCounts { Total = keep };
        (Result, Fault, Step, StepPercent) = (null, null, null, null);
        (Waits, Kids, KinFault) = (0, 0, null);
        (StartedAt, FinishedAt, Turn, ActiveAt) = (null, null, now, now);
        return true;
    }

    /// <summary>Retries whatever failed.</summary>
    /// <returns>How many items; null where it may not be.</returns>
    public int? RetryFailed(DateTimeOffset now)
    {
        var ending = Control == JobControl.Cancel && Phase != JobPhase.Final;
        if (RolledBackBy is not null || ending || Phase == JobPhase.Finish || (Phase == JobPhase.Final && Claims.Count > 0))
            return null;
        var failed = Enumerable.Range(0, Counts.Total + 1)
            .Where(no => Find(no) is not null && StateOf(no) is ItemState.Failed or ItemState.Quarantined).ToList();
        if (failed.Count == 0)
            return _finish?.Final == ItemState.Failed && Retry(FinishNo, null, now) ? 1 : 0;
        var generation = Generation + 1;
        foreach (var no in failed)
        {
            Generation = generation - 1; // all of them begin in one
            Retry(no, null, now);
        }

        return failed.Count;
    }

    /// <summary>Ends an item that failed or waits as skipped.</summary>
    public bool Skip(int no, string reason, DateTimeOffset now)
    {
        var state = StateOf(no);
        var failed = state is ItemState.Failed or ItemState.Quarantined;
        SimSpan? span = Back.Values.Where(span => span.Lo <= no && no <= span.Hi).Select(span => (SimSpan?)span).FirstOrDefault();
        if (no < 1 || no > Counts.Total || Phase == JobPhase.Finish || !(failed || (Phase == JobPhase.Work && span is not null)))
            return false;
        if (failed)
            Counts = Counts with { Failed = Counts.Failed - 1 };
        else
            Cut(no, span!.Value);
        var fault = new Fault { Class = FaultClass.Permanent, Code = "skipped_by_person", Message = reason };
        var item = Find(no)!;
        // A simple item has no row, and so no end, of its own: it stays that of its job.
        item.End(ItemState.Skipped, null, fault, Simple && Phase == JobPhase.Final ? item.FinishedAt!.Value : now);
        Counts = Counts with { Skipped = Counts.Skipped + 1 };
        ActiveAt = now;
        if (Simple)
            Fault = null;
        if (Phase != JobPhase.Final)
            Settle(now);
        return true;
    }

    public bool RollBack(JobId by, DateTimeOffset now)
    {
        if (Phase != JobPhase.Final || Claims.Count > 0 || RolledBackBy is not null || Accepted.Job.DryRun)
            return false;
        (RolledBackBy, ActiveAt) = (by, now);
        return true;
    }

    public bool EndRollback(JobId by, DateTimeOffset now)
    {
        if (RolledBackBy != by || RolledBackAt is not null)
            return false;
        RolledBackAt = ActiveAt = now;
        return true;
    }

    private void Cut(int no, SimSpan span)
    {
        Back.Remove(span.Lo);
        Counts = span.IsDue ? Counts with { Due = Counts.Due - 1 } : Counts with { Waiting = Counts.Waiting - 1 };
        if (span.Lo < no)
            Back.Add(span.Lo, span with { Hi = no - 1 });
        if (no < span.Hi)
            Back.Add(no + 1, span with { Lo = no + 1 });
    }
}
