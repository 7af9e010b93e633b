using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>How claims end, and what a person may ask.</summary>
internal sealed partial class SimJob
{
    private const int MaxMessage = 2000;

    /// <summary>Records outcomes of a claim that stands in a job that goes on.</summary>
    public void Finish(SimClaim claim, FinishedChunk chunk, string worker, DateTimeOffset now)
    {
        Claims.Remove(claim.Key.Lo);
        Metered += chunk.Usage.Metered;
        var kind = KindOf(claim.Key.Lo);
        foreach (var outcome in chunk.Outcomes)
        {
            var fault = Cut(outcome.Fault);
            var failed = outcome.State is ItemState.Failed or ItemState.Retrying or ItemState.Quarantined;
            Record(outcome.No, claim,
                outcome.Spared ? AttemptOutcome.Released : failed ? AttemptOutcome.Failed : AttemptOutcome.Completed,
                failed && !outcome.Spared ? fault : null, worker, now, chunk.Usage.Metered);
            if (outcome.State == ItemState.Retrying)
                Wait(outcome.No, outcome.Spared ? claim.Number - 1 : claim.Number, now + outcome.RetryIn, fault, kind);
            else
                End(outcome.No, outcome.State, outcome.Output, fault, kind, now);
            if (kind == ChunkKind.Work)
                Counts = Counts with { Running = Counts.Running - 1 };
        }

        AppendFollowUps(chunk.FollowUps);
        Settle(now);
    }

    /// <summary>Takes a claim back: unspent, or, where its worker died, with the attempt charged.</summary>
    public void TakeBack(SimClaim claim, bool lost, bool alone, string worker, DateTimeOffset now, Metered metered = default)
    {
        Claims.Remove(claim.Key.Lo);
        var ended = Phase == JobPhase.Final;
        var outcome = ended ? AttemptOutcome.Cancelled : lost ? AttemptOutcome.Lost : AttemptOutcome.Released;
        for (var no = claim.Key.Lo; no <= claim.Key.Hi; no++)
            Record(no, claim, outcome, null, worker, now, metered);
        if (ended)
            return;

        var kind = KindOf(claim.Key.Lo);
        if (kind == ChunkKind.Work)
            Counts = Counts with { Running = Counts.Running - claim.Count };
        if (lost)
            Lose(claim, kind, alone, now);
        else
            HandBack(claim.Key.Lo, claim.Key.Hi, claim.Number - 1, kind, claim.Suspect);
        Settle(now);
    }

    /// <summary>A claim of a job that has ended, finished by its holder.</summary>
    public void Drop(SimClaim claim, Metered metered, string worker, DateTimeOffset now) =>
        TakeBack(claim, lost: false, alone: false, worker, now, metered);

    /// <summary>Makes due what has come due.</summary>
    /// <returns>How many spans and holds.</returns>
    public int Promote(DateTimeOffset now, int atMost)
    {
        var count = 0;
        if (Held && Accepted.Job.DueAt <= now && count < atMost)
        {
            Held = false;
            count++;
        }

        if (Back.Count == 0)
            return Came(count, now);
        foreach (var span in Back.Values.Where(span => span.DueAt <= now).Take(atMost - count).ToList())
        {
            Back[span.Lo] = span with { DueAt = null };
            if (KindOf(span.Lo) == ChunkKind.Work)
                Counts = Counts with { Waiting = Counts.Waiting - span.Count, Due = Counts.Due + span.Count };
            count++;
        }

        return Came(count, now);
    }

    private int Came(int count, DateTimeOffset now)
    {
        if (count > 0)
            ActiveAt = now;
        return count;
    }

    /// <summary>Does what a person asked, whose answer is <see cref="ControlResult.Done"/>.</summary>
    /// <returns>False where nothing changed.</returns>
    public bool Obey(JobControl control, DateTimeOffset now)
    {
        if (Control == control)
            return false;
        (Control, ActiveAt) = (control, now);
        if (control != JobControl.Cancel)
            return true;

        var spared = LetsEnd ? Counts.Running : 0;
        var open = Counts.Total - Counts.Final - spared;
        Counts = Counts with { Running = spared, Due = 0, Waiting = 0, Cancelled = Counts.Cancelled + open };
        Back.Clear();
        Held = false;
        if (spared > 0)
            _next = _available = Counts.Total;
        else
            End(now);
        return true;
    }

    /// <summary>Changes the order in which it is claimed.</summary>
    /// <returns>False where nothing changed.</returns>
    public bool Reprioritise(int priority, DateTimeOffset now)
    {
        if (Priority == priority)
            return false;
        (Priority, ActiveAt) = (priority, now);
        return true;
    }

    /// <summary>Gives an item another life.</summary>
    /// <returns>False where it may not have one.</returns>
    public bool Retry(int no, string? input, DateTimeOffset now)
    {
        if (RolledBackBy is not null || (input is not null && (Simple || no < 1 || no > Counts.Total)))
            return false;
        if (Phase == JobPhase.Finish || (Control == JobControl.Cancel && Phase != JobPhase.Final))
            return false;
        if ((Phase == JobPhase.Final && Claims.Count > 0) || !StateOf(no).CanBeRetried)
            return false;
        var state = StateOf(no);
        var kind = KindOf(no);
        if (Phase == JobPhase.Final)
            Reopen(kind, now);
        Generation++;
        Find(no)!.Revive(Generation);
        if (input is not null)
            Find(no)!.Input = input;
        ActiveAt = now;
        if (kind == ChunkKind.Work)
        {
            Counts = state == ItemState.Cancelled
                ? Counts with { Cancelled = Counts.Cancelled - 1 }
                : Counts with { Failed = Counts.Failed - 1 };
        }

        if (kind == ChunkKind.Plan)
            Planned = false;
        if (kind != ChunkKind.Work || Simple)
            Fault = PlanFault;
        HandBack(no, no, 0, kind);
        return true;
    }

    /// <summary>A failed plan stays the reason, whatever its finish part is asked to do again.</summary>
    private Fault? PlanFault => _plan?.Final == ItemState.Failed ? _plan.Fault : null;

    private void Reopen(ChunkKind kind, DateTimeOffset now)
    {
        Deadline = StartedAt is null ? null : now + TimeLimit;
        if (Overran)
            Fault = PlanFault;
        if (Control != JobControl.Run)
            Control = JobControl.Run;
        Phase = kind == ChunkKind.Finish ? JobPhase.Finish : JobPhase.Work;
        FinishedAt = null;
        Result = null;
        (Waits, Kids, KinFault) = (0, 0, null);
        Planned = true;
        if (_finish is { Final: not null })
        {
            if (_finish.Final == ItemState.Failed)
                Fault = PlanFault;
            _finish.Revive(Generation + 1);
        }

        _next = _available = _items.Count;
    }

    private void Wait(int no, int number, DateTimeOffset due, Fault? fault, ChunkKind kind)
    {
        (Find(no)!.Fault, Find(no)!.Number) = (fault, number);
        if (Control == JobControl.Cancel)
        {
            if (kind == ChunkKind.Work)
                Counts = Counts with { Cancelled = Counts.Cancelled + 1 };
            return;
        }

        Back.Add(no, new SimSpan(no, no, number, due));
        if (kind == ChunkKind.Work)
            Counts = Counts with { Waiting = Counts.Waiting + 1 };
    }

    private void HandBack(int lo, int hi, int number, ChunkKind kind, bool suspect = false)
    {
        for (var no = lo; no <= hi; no++)
            Find(no)!.Number = number;
        if (Control == JobControl.Cancel)
        {
            if (kind == ChunkKind.Work)
                Counts = Counts with { Cancelled = Counts.Cancelled + hi - lo + 1 };
            return;
        }

        Back.Add(lo, new SimSpan(lo, hi, number, null, suspect));
        if (kind == ChunkKind.Work)
            Counts = suspect ? Counts with { Waiting = Counts.Waiting + hi - lo + 1 } : Counts with { Due = Counts.Due + hi - lo + 1 };
    }

    private void Lose(SimClaim claim, ChunkKind kind, bool alone, DateTimeOffset now)
    {
        for (var no = claim.Key.Lo; no <= claim.Key.Hi; no++)
        {
            var crashes = Find(no)!.Crashes;
            if (alone)
                crashes.Add(now);
            if (alone && crashes.Count(at => at > now - CrashRule.Window) >= CrashRule.MaxCrashes)
            {
                var end = kind == ChunkKind.Work ? ItemState.Quarantined : ItemState.Failed;
                End(no, end, null, CrashRule.Quarantined(), kind, now);
            }
            else if (claim.Number >= Accepted.MaxAttempts)
            {
                End(no, ItemState.Failed, null, CrashRule.WorkerLost(claim.Number), kind, now);
            }
            else
            {
                HandBack(no, no, claim.Number, kind, suspect: Accepted.Job.Drive == JobDrive.Worker);
            }
        }
    }

    private void End(int no, ItemState state, string? output, Fault? fault, ChunkKind kind, DateTimeOffset now)
    {
        Find(no)!.End(state, output, fault, now);
        if (kind == ChunkKind.Work)
        {
            Counts = state switch
            {
                ItemState.Completed => Counts with { Completed = Counts.Completed + 1 },
                ItemState.Skipped => Counts with { Skipped = Counts.Skipped + 1 },
                _ => Counts with { Failed = Counts.Failed + 1 },
            };
            return;
        }

        if (state == ItemState.Failed)
            Fault = fault;
        if (kind == ChunkKind.Plan)
            Planned = true;
        if (kind == ChunkKind.Finish || Accepted.Job.DryRun)
            Result = output;
    }

    /// <summary>Moves the job on where its last item has an outcome.</summary>
    private void Settle(DateTimeOffset now)
    {
        ActiveAt = now;
        if (Claims.Count == 0)
            (Step, StepPercent) = (null, null);
        if (Control == JobControl.Cancel)
        {
            if (Counts.Running == 0)
                End(now);
            return;
        }

        if (Phase == JobPhase.Finish && _finish!.Final is not null)
        {
            End(now);
            return;
        }

        if (Phase != JobPhase.Work || !Planned || Kids > 0 || Counts.Final < Counts.Total)
            return;
        if (_finish is not null && _plan?.Final != ItemState.Failed && KinFault is null)
        {
            Phase = JobPhase.Finish;
            _available = FinishNo;
        }
        else
        {
            End(now);
        }
    }

    private void End(DateTimeOffset now)
    {
        (Phase, FinishedAt, Step, StepPercent) = (JobPhase.Final, now, null, null);
        if (Simple)
            (Result, Fault) = (_items[0].Output, _items[0].Final is ItemState.Failed or ItemState.Quarantined ? _items[0].Fault : null);
    }

    private void Record(int no, SimClaim claim, AttemptOutcome outcome, Fault? fault, string worker, DateTimeOffset now,
        Metered metered = default) =>
        _attempts.Add((KindOf(no) == ChunkKind.Finish, new Attempt
        {
            JobId = Id,
            No = no,
            Generation = claim.Generation,
            Number = claim.Number,
            Outcome = outcome,
            Fault = fault,
            Worker = worker,
            StartedAt = claim.TakenAt,
            EndedAt = now,
            Metered = metered,
        }));

    private static Fault? Cut(Fault? fault) =>
        fault is { Message.Length: > MaxMessage } ? fault with { Message = fault.Message[..MaxMessage] } : fault;
}
