using Headway.Model;

namespace Headway.Sim.Engine;

/// <summary>
/// Which handlers run where, and what must be true of them: I5, nobody else runs the item; I12, a cancel or a restart is heard in time.
/// </summary>
internal sealed class SimRuns(SimClock clock, SimHistory history)
{
    /// <summary>A beat, the second a beat may be tried again after, and the way to the store and back.</summary>
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(5.1);

    private readonly List<Run> _runs = [];
    private readonly SortedDictionary<JobId, DateTimeOffset> _cancelled = [];
    private readonly SortedSet<JobId> _reopened = [];
    private readonly SortedDictionary<JobId, (int Generation, DateTimeOffset At)> _restarted = [];

    /// <summary>A handler begins.</summary>
    /// <param name="way">Its node's way to the store.</param>
    /// <param name="job">Whose item it works.</param>
    /// <param name="no">Which.</param>
    /// <param name="generation">
    /// The job's when it was claimed: what a person reopens may still be run by whom the cancel has not reached.
    /// </param>
    /// <returns>To be disposed when it ends, in whatever way.</returns>
    public IDisposable Begin(SimNodeStore way, JobId job, int no, int generation)
    {
        var run = new Run(this, way, job, no, generation, clock.GetUtcNow());
        if (!way.Dead) // its process is gone: what it still does here happens nowhere
            Look(run);
        _runs.Add(run);
        return run;
    }

    /// <summary>A person cancelled a job, and was told so.</summary>
    public void Cancelled(JobId job)
    {
        _cancelled[job] = clock.GetUtcNow();
        _reopened.Remove(job);
    }

    /// <summary>A person lets a cancelled job go on: what begins from now on may.</summary>
    public void Reopened(JobId job) => _reopened.Add(job);

    /// <summary>A person starts a job afresh: what was claimed before is to be let go of.</summary>
    public void Restarted(JobId job, int generation)
    {
        Reopened(job);
        _restarted[job] = (generation, clock.GetUtcNow());
    }

    private void Look(Run run)
    {
        // Of an older generation one may go on, and through the rest of its chunk, until it hears that the job was started afresh.
        if (_runs.Exists(other => (other.Job, other.No, other.Generation) == (run.Job, run.No, run.Generation) && !other.Way.Dead))
            history.Wrongs.Add($"I5: item ({run.Job}, {run.No}) is run by two handlers since {run.At:mm:ss.fff}");
        if (!_reopened.Contains(run.Job) && CancelOf(run.Job) is { } at && run.At - at > HeardWithin && run.Way.TroubledAt < at)
            history.Wrongs.Add($"I12: item ({run.Job}, {run.No}) began {run.At - at} after the cancel");
        if (RestartOf(run) is { } again && run.At - again > HeardWithin && run.Way.TroubledAt < again)
            history.Wrongs.Add($"I12: item ({run.Job}, {run.No}) of before the restart began {run.At - again} after it");
    }

    private DateTimeOffset? RestartOf(Run run) =>
        _restarted.TryGetValue(run.Job, out var restart) && restart.Generation > run.Generation ? restart.At : null;

    private DateTimeOffset? CancelOf(JobId job) => _cancelled.TryGetValue(job, out var at) ? at : null;

    private void End(Run run)
    {
        _runs.Remove(run);
        var now = clock.GetUtcNow();
        if (!run.Way.Dead && CancelOf(run.Job) is { } at && at > run.At && now - at > HeardWithin && run.Way.TroubledAt < at)
            history.Wrongs.Add($"I12: item ({run.Job}, {run.No}) ran on for {now - at} after the cancel");
        if (!run.Way.Dead && RestartOf(run) is { } again && now - again > HeardWithin && run.Way.TroubledAt < again)
            history.Wrongs.Add($"I12: item ({run.Job}, {run.No}) of before the restart ran on for {now - again} after it");
    }

    private sealed record Run(SimRuns Runs, SimNodeStore Way, JobId Job, int No, int Generation, DateTimeOffset At) : IDisposable
    {
        public void Dispose() => Runs.End(this);
    }
}
