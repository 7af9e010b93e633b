using Headway.Model;

namespace Headway.Sim.Engine;

/// <summary>
/// Which handlers run where, and what must be true of them: I5, nobody else runs the item; I12, a cancel is heard in time.
/// </summary>
internal sealed class SimRuns(SimClock clock, SimHistory history)
{
    /// <summary>A beat, the second a beat may be tried again after, and the way to the store and back.</summary>
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(5.1);

    private readonly List<Run> _runs = [];
    private readonly SortedDictionary<JobId, DateTimeOffset> _cancelled = [];
    private readonly SortedSet<JobId> _reopened = [];

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
        foreach (var other in _runs)
        {
            if (other.Job == job && other.No == no && !other.Way.Dead && other.Generation >= generation)
                history.Wrongs.Add($"I5: item ({job}, {no}) is run by two handlers since {run.At:mm:ss.fff}");
        }

        if (!_reopened.Contains(job) && CancelOf(job) is { } at && run.At - at > HeardWithin && way.TroubledAt < at)
            history.Wrongs.Add($"I12: item ({job}, {no}) began {run.At - at} after the cancel");
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

    private DateTimeOffset? CancelOf(JobId job) => _cancelled.TryGetValue(job, out var at) ? at : null;

    private void End(Run run)
    {
        _runs.Remove(run);
        var now = clock.GetUtcNow();
        if (!run.Way.Dead && CancelOf(run.Job) is { } at && at > run.At && now - at > HeardWithin && run.Way.TroubledAt < at)
            history.Wrongs.Add($"I12: item ({run.Job}, {run.No}) ran on for {now - at} after the cancel");
    }

    private sealed record Run(SimRuns Runs, SimNodeStore Way, JobId Job, int No, int Generation, DateTimeOffset At) : IDisposable
    {
        public void Dispose() => Runs.End(this);
    }
}
