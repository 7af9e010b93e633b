using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Jobs that wait for jobs.</summary>
public sealed partial class SimStore : IFamilyStore
{
    private readonly SortedDictionary<(JobId Waiting, JobId Job), Kin> _kin = [];
    private readonly SortedSet<JobId> _bearing = [];

    /// <inheritdoc/>
    public ValueTask<int> SettleAsync(CancellationToken ct) => RunAsync(() =>
    {
        var ended = _kin.Where(pair => pair.Value.Open && _jobs.GetValueOrDefault(pair.Key.Job) is { Phase: JobPhase.Final })
            .Take(MaxRows).Select(pair => Ended(pair.Key.Waiting, _jobs[pair.Key.Job], pair.Value)).ToList();
        foreach (var one in ended)
            _kin[(one.Waiting, one.Job)] = _kin[(one.Waiting, one.Job)] with { Open = false };
        foreach (var news in News.Of(ended))
        {
            if (!_jobs.TryGetValue(news.Waiting, out var job))
                continue;
            var first = job.KinFault is null;
            if (!job.Hear(news, Now))
                continue;
            if (first && news is { Fault: { } fault, Verdict: not FailurePolicy.Skip })
                NoteError(job, fault, 1, 1);
            Touch(job);
            if (job.Phase == JobPhase.Final)
                CloseAll(job.Id);
        }

        Commit(JobEventKind.Related);
        return ended.Count + Bereave();
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Family> GetFamilyAsync(JobId id, CancellationToken ct) => RunAsync(() => new Family(
        [.. _kin.Where(pair => pair.Key.Waiting == id && !pair.Value.Child).Select(pair => Related(pair.Key.Job, pair.Value))],
        [.. _kin.Where(pair => pair.Key.Job == id && !pair.Value.Child).Take(100).Select(pair => Related(pair.Key.Waiting, pair.Value))],
        _jobs.Values.Where(job => job.Parent == id).GroupBy(job => job.Status)
            .ToDictionary(group => group.Key, group => group.LongCount())),
        ct);

    private int Bereave()
    {
        var count = 0;
        foreach (var parent in _jobs.Values.Where(job => job is { HasKids: true, Control: JobControl.Cancel }).ToList())
        {
            foreach (var child in _jobs.Values.Where(job => job.Parent == parent.Id && job.Phase != JobPhase.Final
                && job.Control != JobControl.Cancel).ToList())
            {
                child.KinFault = FamilyRule.Orphaned(parent.Id);
                Control(child.Id, JobControl.Cancel, null);
                count++;
            }

            parent.HasKids = false;
        }

        Commit(JobEventKind.Cancelled);
        return count;
    }

    private Relative? FindRelative(JobId id) => !_jobs.TryGetValue(id, out var job) ? null : new Relative(
        job.Lane.Org, job.Status, job.Phase == JobPhase.Final, job.Control == JobControl.Cancel, job.Parent,
        job.Parent is { } parent && _kin.ContainsKey((parent, id)));

    private void CheckFamilies(IReadOnlyList<EnqueuedJob> jobs)
    {
        foreach (var job in jobs.Where(job => StandsFor(job) == job.Id && !_jobs.ContainsKey(job.Id)))
            FamilyCheck.Job(job, FindRelative);
    }

    private bool Bears(FinishedChunk chunk) =>
        chunk.Children.Count > 0 && _jobs[chunk.Key.JobId] is { Phase: not JobPhase.Final, Control: not JobControl.Cancel };

    /// <summary>Submits the children that come with an outcome.</summary>
    private void Bear(FinishedChunk chunk)
    {
        SetKeyLimits(chunk.Children);
        AddJobs(chunk.Children);
        Commit(JobEventKind.Enqueued);
    }

    private void Relate(EnqueuedJob job)
    {
        foreach (var (after, policy) in job.Job.After)
        {
            var other = FindRelative(after)!;
            var open = !other.HasEnded || FamilyRule.Verdict(policy, other.Status) != FailurePolicy.Ignore;
            _kin[(job.Id, after)] = new Kin(policy, open, Child: false);
            _jobs[job.Id].Waits += open ? 1 : 0;
        }

        if (job.Job.Parent is not { } link)
            return;
        var parent = _jobs[link.Job];
        parent.HasKids = true;
        _bearing.Add(parent.Id);
        if (link.Policy == ChildPolicy.Detach)
            return;
        _kin[(parent.Id, job.Id)] = new Kin(
            link.Policy == ChildPolicy.Fail ? FailurePolicy.Fail : FailurePolicy.Ignore, Open: true, Child: true);
        parent.Kids++;
    }

    /// <summary>Tells of parents that were given children in a transaction of its own: its kind is theirs alone.</summary>
    private void FamilyTold()
    {
        if (_bearing.Count == 0)
            return;
        var others = _touched.ToList();
        _touched.Clear();
        foreach (var parent in _bearing)
            Touch(_jobs[parent]);
        _bearing.Clear();
        Commit(JobEventKind.Related);
        foreach (var (id, actor) in others)
            _touched[id] = actor;
    }

    private bool IsAwaited(JobId id) => _kin.Any(pair => pair.Key.Job == id && pair.Value.Open);

    /// <summary>Does what opens a job again; one that was final then waits for nobody.</summary>
    private bool Reopens(SimJob job, Func<bool> reopen)
    {
        var ended = job.Phase == JobPhase.Final;
        if (!reopen())
            return false;
        if (ended && job.Phase != JobPhase.Final)
            CloseAll(job.Id);
        return true;
    }

    /// <summary>A restarted job waits for what is open of what it was to run after, and for no child of its last life.</summary>
    private void WaitAgain(SimJob job)
    {
        foreach (var (key, kin) in _kin.Where(pair => pair.Key.Waiting == job.Id).ToList())
        {
            var open = !kin.Child && _jobs.GetValueOrDefault(key.Job) is { Phase: not JobPhase.Final };
            _kin[key] = kin with { Open = open };
            job.Waits += open ? 1 : 0;
        }
    }

    private void CloseAll(JobId id)
    {
        foreach (var (key, kin) in _kin.Where(pair => pair.Key.Waiting == id).ToList())
            _kin[key] = kin with { Open = false };
    }

    private static Ended Ended(JobId waiting, SimJob job, Kin kin) =>
        new(waiting, job.Id, kin.Child, kin.OnFailure, job.Status, job.Accepted.Job.Name);

    private Relation Related(JobId id, Kin kin)
    {
        var job = _jobs.GetValueOrDefault(id);
        return new Relation(id, kin.OnFailure, kin.Open, job?.Status, job?.Accepted.Job.Name);
    }

    private readonly record struct Kin(FailurePolicy OnFailure, bool Open, bool Child);
}
