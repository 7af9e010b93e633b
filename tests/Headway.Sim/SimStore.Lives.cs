using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>New lives, as people ask for them.</summary>
public sealed partial class SimStore : ILifeStore
{
    /// <inheritdoc/>
    public ValueTask<ControlResult> RestartAsync(JobId id, string? actor, CancellationToken ct) =>
        ChangeAsync(id, JobEventKind.Restarted, actor, job =>
        {
            if (!job.Restart(WorkerOf, Now))
                return false;
            WaitAgain(job);
            return true;
        }, ct);

    /// <inheritdoc/>
    public ValueTask<(ControlResult Result, int Count)> RetryFailedAsync(JobId id, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(id, out var job))
            return (ControlResult.NotFound, 0);
        int? retried = null;
        if (!Reopens(job, () => !IsBarred(job) && (retried = job.RetryFailed(Now)) is not null))
            return (ControlResult.Refused, 0);
        var count = retried!.Value;
        if (count > 0)
        {
            Touch(job, actor);
            Commit(JobEventKind.Retried);
        }

        return (ControlResult.Done, count);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> RetryWithInputAsync(JobId id, int no, string input, string? actor, CancellationToken ct) =>
        ChangeItemAsync(id, no, JobEventKind.Retried, actor, job => Reopens(job, () => job.Retry(no, input, Now)), ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> SkipItemAsync(JobId id, int no, string reason, string? actor, CancellationToken ct) =>
        ChangeItemAsync(id, no, JobEventKind.Skipped, actor, job => job.Skip(no, reason, Now), ct);

    private ValueTask<ControlResult> ChangeItemAsync(
        JobId id, int no, JobEventKind kind, string? actor, Func<SimJob, bool> change, CancellationToken ct) => RunAsync(
        () => _jobs.TryGetValue(id, out var job) && job.Find(no) is not null
            ? Change(job, kind, actor, change)
            : ControlResult.NotFound,
        ct);

    private ValueTask<ControlResult> ChangeAsync(
        JobId id, JobEventKind kind, string? actor, Func<SimJob, bool> change, CancellationToken ct) => RunAsync(
        () => _jobs.TryGetValue(id, out var job) ? Change(job, kind, actor, change) : ControlResult.NotFound, ct);

    private ControlResult Change(SimJob job, JobEventKind kind, string? actor, Func<SimJob, bool> change)
    {
        if ((kind != JobEventKind.Skipped && IsBarred(job)) || !change(job))
            return ControlResult.Refused;
        Touch(job, actor);
        Commit(kind);
        return ControlResult.Done;
    }
}
