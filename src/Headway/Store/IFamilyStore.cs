using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Jobs that wait for jobs. Who waits for whom is written with the submission (<see cref="NewJob.After"/>, <see cref="NewJob.Parent"/>);
/// that a job has ended is written on its row with its end. So nothing needs to be told in between, and nothing can be lost.
/// </summary>
public interface IFamilyStore
{
    /// <summary>
    /// Settles what has come up: those that waited for jobs that have ended go on, fail or are cancelled, as their policies say; parents
    /// whose last child has ended go on to their finish; open children of cancelled parents are cancelled. At most some 1,000 a call, in
    /// one transaction; calling it again, or twice at once, does no harm.
    /// </summary>
    /// <returns>How many relations were settled; 0 where nothing is left.</returns>
    ValueTask<int> SettleAsync(CancellationToken ct);

    /// <summary>The jobs around a job; empty where there is none of that id.</summary>
    ValueTask<Family> GetFamilyAsync(JobId id, CancellationToken ct);
}
