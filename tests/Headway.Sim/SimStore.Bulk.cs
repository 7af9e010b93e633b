using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>One wish for many jobs.</summary>
public sealed partial class SimStore : IBulkStore
{
    /// <inheritdoc/>
    public ValueTask<int> CountAsync(JobFilter filter, int atMost, CancellationToken ct) =>
        RunAsync(() => _jobs.Values.Where(job => Fits(job, filter)).Take(atMost).Count(), ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ControlResult>> ControlManyAsync(
        IReadOnlyList<JobId> ids, JobControl control, string? actor, CancellationToken ct) => RunAsync<IReadOnlyList<ControlResult>>(() =>
    {
        var results = ids.Select(id => Control(id, control, actor)).ToList();
        Commit(KindOf(control));
        return results;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ControlResult>> ReprioritiseManyAsync(
        IReadOnlyList<JobId> ids, int priority, string? actor, CancellationToken ct) => RunAsync<IReadOnlyList<ControlResult>>(() =>
    {
        var results = ids.Select(id => Reprioritise(id, priority, actor)).ToList();
        Commit(JobEventKind.Reprioritised);
        return results;
    }, ct);

    private ControlResult Reprioritise(JobId id, int priority, string? actor)
    {
        if (!_jobs.TryGetValue(id, out var job))
            return ControlResult.NotFound;
        if (job.Phase == JobPhase.Final)
            return ControlResult.Refused;
        if (job.Reprioritise(priority, Now))
            Touch(job, actor);
        return ControlResult.Done;
    }

    private ControlResult Control(JobId id, JobControl control, string? actor)
    {
        if (!_jobs.TryGetValue(id, out var job))
            return ControlResult.NotFound;
        if (job.Phase == JobPhase.Final || job.Control == JobControl.Cancel)
            return control == JobControl.Cancel && job.Control == control ? ControlResult.Done : ControlResult.Refused;
        if (job.Obey(control, Now))
            Touch(job, actor);
        return ControlResult.Done;
    }

    private static JobEventKind KindOf(JobControl control) => control switch
    {
        JobControl.Pause => JobEventKind.Paused,
        JobControl.Run => JobEventKind.Resumed,
        _ => JobEventKind.Cancelled,
    };
}
