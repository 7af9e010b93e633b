using Headway.Model;

namespace Headway.Store;

/// <summary>One wish for many jobs at once. Implemented by every store beside <see cref="IJobStore"/>.</summary>
public interface IBulkStore
{
    /// <summary>How many jobs fit a filter, counted no further than to a limit: a filter may fit millions.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="atMost">Where counting ends.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<int> CountAsync(JobFilter filter, int atMost, CancellationToken ct);

    /// <summary>Pauses, resumes or cancels jobs, as <see cref="IJobStore.ControlAsync"/> does each, in one transaction.</summary>
    /// <param name="ids">At most 1,000, each once.</param>
    /// <param name="control">The word.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How it went with each, in order.</returns>
    ValueTask<IReadOnlyList<ControlResult>> ControlManyAsync(
        IReadOnlyList<JobId> ids, JobControl control, string? actor, CancellationToken ct);

    /// <summary>Changes the priority of jobs, as <see cref="IControlStore.ReprioritiseAsync"/> does each, in one transaction.</summary>
    /// <param name="ids">At most 1,000, each once.</param>
    /// <param name="priority">Higher runs first.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How it went with each, in order.</returns>
    ValueTask<IReadOnlyList<ControlResult>> ReprioritiseManyAsync(
        IReadOnlyList<JobId> ids, int priority, string? actor, CancellationToken ct);
}
