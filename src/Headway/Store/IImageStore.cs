using Headway.Model;

namespace Headway.Store;

/// <summary>What jobs changed, as it was before, and the jobs that put it back.</summary>
public interface IImageStore
{
    /// <summary>
    /// What a job changed, in all its generations: each thing once, with what it was before the first change and the hash of what it was
    /// after the last; the one changed last comes first.
    /// </summary>
    /// <param name="id">Which job.</param>
    /// <param name="below">Only those with a smaller number; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="limit">1–1,000.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<BeforeImage>> ListImagesAsync(JobId id, long below, int limit, CancellationToken ct);

    /// <summary>Accepts the job that rolls another one back, and says so of that one; once.</summary>
    /// <param name="id">The job to be rolled back.</param>
    /// <param name="rollback">The job that does it.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Refused where the job is open or still lets go of claims, was a dry run, or has been rolled back already.</returns>
    ValueTask<ControlResult> RollBackAsync(JobId id, EnqueuedJob rollback, string? actor, CancellationToken ct);

    /// <summary>Says of a job that its rollback came to its end. Saying it twice changes nothing.</summary>
    /// <param name="id">The job that was rolled back.</param>
    /// <param name="by">The job that did it; any other is passed over.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask RolledBackAsync(JobId id, JobId by, CancellationToken ct);
}
