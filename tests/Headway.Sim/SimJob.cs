using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>A job as stored, and the places of its items: above the cursor, in a span, in a claim, or final.</summary>
internal sealed partial class SimJob
{
    private readonly List<SimItem> _items = [];
    private readonly List<(bool Finish, Attempt Attempt)> _attempts = [];
    private readonly SimItem? _plan;
    private readonly SimItem? _finish;
    private int _next;      // the last item the cursor handed out
    private int _available; // the last item it may hand out
    private int _given;     // items the plan or the submitter gave; follow-ups are not among them

    public SimJob(EnqueuedJob accepted, DateTimeOffset now)
    {
        (Accepted, Priority) = (accepted, accepted.Job.Priority);
        CreatedAt = ActiveAt = Turn = now;
        Held = accepted.Job.DueAt > now;
        Parent = accepted.Job.Parent?.Job;
        _plan = accepted.HasPlan ? new SimItem() : null;
        _finish = accepted.HasFinish ? new SimItem() : null;
        Planned = !accepted.HasPlan;
        Simple = !accepted.HasPlan && !accepted.HasFinish && accepted.Job.Items is null;
        if (accepted.HasPlan)
            Back.Add(0, new SimSpan(0, 0, 0, null));
        else
            AppendPlanned(accepted.Job.Items ?? [new NewItem(null, null)]);
    }

    public EnqueuedJob Accepted { get; }

    public JobId Id => Accepted.Id;

    public int Priority { get; private set; }

    public JobControl Control { get; private set; }

    public JobPhase Phase { get; private set; }

    public bool Planned { get; private set; }

    public bool Simple { get; private set; }

    public bool Held { get; private set; }

    public bool Kept { get; set; }

    public int Generation { get; private set; } = 1;

    public int Base { get; private set; } = 1;

    public long Seq { get; set; }

    public DateTimeOffset Turn { get; private set; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset ActiveAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? Result { get; private set; }

    public Fault? Fault { get; private set; }

    public Metered Metered { get; private set; }

    public string? Step { get; private set; }

    public double? StepPercent { get; private set; }

    public JobCounts Counts { get; private set; }

    public SortedDictionary<int, SimSpan> Back { get; } = [];

    public SortedDictionary<int, SimClaim> Claims { get; } = [];

    public bool LetsEnd => Accepted.LetsEnd || Accepted.Job.Drive == JobDrive.Client;

    public bool IsOpen => Accepted.Job.Drive == JobDrive.Worker && IsClaimable;

    /// <summary>A client works it, chunk by chunk, and it goes on.</summary>
    public bool IsDriven => Accepted.Job.Drive != JobDrive.Worker && Control == JobControl.Run && Phase != JobPhase.Final;

    public bool IsClaimable => Control == JobControl.Run && Phase != JobPhase.Final && !Held && Waits == 0
        && (_next < _available || (Back.Count > 0 && Back.Values.Any(span => span.IsDue)));

    public int FinishNo => Counts.Total + 1;

    public Lane Lane => new(Accepted.Job.Queue, Accepted.Job.Type, Accepted.Job.Org);

    public JobStatus Status => JobStatusFold.Of(new JobFacts
    {
        Control = Control,
        Overran = Overran,
        Phase = Phase,
        Counts = Counts,
        PlanRunning = Claims.ContainsKey(0),
        PlanWaiting = Back.TryGetValue(0, out var plan) && !plan.IsDue,
        PlanDue = Back.TryGetValue(0, out plan) && plan.IsDue,
        FinishRunning = Phase == JobPhase.Finish && Claims.ContainsKey(FinishNo),
        FinishWaiting = Phase == JobPhase.Finish && Back.TryGetValue(FinishNo, out var finish) && !finish.IsDue,
        Broken = KinFault is not null || _plan?.Final == ItemState.Failed || _finish?.Final == ItemState.Failed,
        Started = StartedAt is not null,
        HeldUntilDue = Held,
    });

    /// <summary>What of the job holds a number: a plan item, a work item, the finish item; null where there is none.</summary>
    public SimItem? Find(int no) =>
        no == 0 ? _plan : no == FinishNo ? _finish : no > 0 && no <= _items.Count ? _items[no - 1] : null;

    public ChunkKind KindOf(int lo) => lo == 0 ? ChunkKind.Plan : lo == FinishNo && _finish is not null ? ChunkKind.Finish : ChunkKind.Work;

    public SimClaim? ClaimOf(ChunkKey key) => Claims.TryGetValue(key.Lo, out var claim) && claim.Key == key ? claim : null;

    private void Append(IReadOnlyList<NewItem> items)
    {
        foreach (var item in items)
            _items.Add(new SimItem { Name = item.Name, Input = item.Input, Life = Base });
        Counts = Counts with { Total = _items.Count };
        _available = _items.Count;
    }

    public void AppendPlanned(IReadOnlyList<NewItem> items)
    {
        Append(items);
        _given += items.Count;
    }

    public void AppendFollowUps(IReadOnlyList<NewItem> items)
    {
        if (items.Count == 0 || Control == JobControl.Cancel)
            return;
        Simple = false;
        Append(items);
    }

    /// <summary>Takes chunks into a session's hands: due spans first, then what lies above the cursor.</summary>
    public IEnumerable<ClaimedChunk> Take(ClaimRequest request, int atMost, DateTimeOffset now)
    {
        var spans = Back.Values.Where(span => span.IsDue).Take(atMost).ToList();
        foreach (var span in spans)
        {
            Back.Remove(span.Lo);
            if (KindOf(span.Lo) == ChunkKind.Work)
                Counts = Counts with { Due = Counts.Due - span.Count };
            yield return Take(request, span.Lo, span.Hi, span.Number + 1, now);
        }

        for (var left = atMost - spans.Count; left > 0 && _next < _available; left--)
        {
            var lo = _next + 1;
            _next = Math.Min(_next + Accepted.Chunk, _available);
            yield return Take(request, lo, _next, 1, now);
        }
    }

    /// <summary>Whether <see cref="Suspects"/> has any, at little cost: every idle slot asks it of every job.</summary>
    public bool HasSuspects
    {
        get
        {
            if (Phase == JobPhase.Final || Back.Count == 0)
                return false;
            foreach (var pair in Back)
            {
                if (pair.Value.Suspect)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Spans that wait to run alone and may, with when each was begun last.</summary>
    public IEnumerable<(DateTimeOffset? BegunAt, SimSpan Span)> Suspects() =>
        Control == JobControl.Run && Phase != JobPhase.Final && !Held
            ? Back.Values.Where(span => span.Suspect).Select(span => (Find(span.Lo)!.StartedAt, span))
            : [];

    public ClaimedChunk TakeSuspect(Guid session, Guid call, SimSpan span, DateTimeOffset now)
    {
        Back.Remove(span.Lo);
        if (KindOf(span.Lo) == ChunkKind.Work)
            Counts = Counts with { Waiting = Counts.Waiting - 1 };
        return Take(new ClaimRequest(session, call, Lane, 1, 1), span.Lo, span.Hi, span.Number + 1, now, suspect: true);
    }

    public void Reported(ChunkKey key, int no, double? percent, string? step, DateTimeOffset now)
    {
        if (Phase == JobPhase.Final || ClaimOf(key) is null || no < key.Lo || no > key.Hi || Find(no) is not { } item)
            return;
        ActiveAt = now;
        item.Step = step ?? item.Step;
        Step = step ?? Step;
        item.StepPercent = percent ?? item.StepPercent;
        if (Simple)
            StepPercent = item.StepPercent;
    }

    private ClaimedChunk Take(ClaimRequest request, int lo, int hi, int number, DateTimeOffset now, bool suspect = false)
    {
        var kind = KindOf(lo);
        if (kind == ChunkKind.Work)
            Counts = Counts with { Running = Counts.Running + hi - lo + 1 };
        (Turn, ActiveAt, Deadline, StartedAt) = (now, now, StartedAt is null ? now + TimeLimit : Deadline, StartedAt ?? now);
        for (var no = lo; no <= hi; no++)
        {
            var item = Find(no)!;
            (item.Number, item.StartedAt, item.Step, item.StepPercent) = (number, now, null, null);
        }

        TimeSpan? waited = number == 1 && Generation == 1 && lo == (_plan is null ? 1 : 0)
            ? now - (Accepted.Job.DueAt > CreatedAt ? Accepted.Job.DueAt.Value : CreatedAt) : null;
        var items = kind == ChunkKind.Work ? Enumerable.Range(lo, hi - lo + 1).Select(Claimed) : [];
        var chunk = new ClaimedChunk(
            new ChunkKey(request.Call, Id, lo, hi), kind, Accepted.Job.Org, Accepted.Job.Type, Accepted.Job.Config,
            Accepted.Job.CreatedBy, Accepted.Job.Name, Generation, number, kind == ChunkKind.Plan ? _given : Counts.Total, [.. items],
            waited)
        {
            Life = kind switch
            {
                ChunkKind.Plan => _plan!.Life,
                ChunkKind.Finish => Generation,
                _ => Simple ? Generation : Base,
            },
            DryRun = Accepted.Job.DryRun,
        };
        Claims.Add(lo, new SimClaim(chunk, request.Session, now, suspect));
        return chunk;
    }

    private ClaimedItem Claimed(int no) => new(no, _items[no - 1].Name, _items[no - 1].Input, _items[no - 1].Life);
}
