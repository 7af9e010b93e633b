namespace Headway.Store;

/// <summary>Time limits of jobs.</summary>
public interface ITimeLimitStore
{
    /// <summary>
    /// Ends jobs that have taken longer than their time limit, up to 100 a call: they have failed with fault code <c>job_timeout</c>, their
    /// claims are revoked and late results refused. One row a job, whatever its size; items without an outcome are
    /// cancelled. The time runs from the first start and through pauses; a restart or a retry gives it anew.
    /// </summary>
    /// <returns>The jobs that were ended.</returns>
    ValueTask<IReadOnlyList<Model.JobId>> EndOverdueAsync(CancellationToken ct);
}
