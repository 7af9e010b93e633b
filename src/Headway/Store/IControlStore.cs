using Headway.Model;

namespace Headway.Store;

/// <summary>What people say about when jobs run. Each call is one transaction and one row, however much waits behind it.</summary>
public interface IControlStore
{
    /// <summary>Changes a job's priority; claims made from then on go by it.</summary>
    /// <param name="id">Which job.</param>
    /// <param name="priority">Higher runs first; the same number again changes nothing and answers Done.</param>
    /// <param name="actor">Who asks; null where nobody is signed in.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Refused where the job has ended.</returns>
    ValueTask<ControlResult> ReprioritiseAsync(JobId id, int priority, string? actor, CancellationToken ct);

    /// <summary>
    /// Lays a hold on a queue or job type, in place of one already there. Claims that begin after this returns take nothing held;
    /// what was claimed just before may still start within a second.
    /// </summary>
    ValueTask HoldAsync(Hold hold, CancellationToken ct);

    /// <summary>Lifts a hold.</summary>
    /// <param name="kind">What it is laid on.</param>
    /// <param name="name">Which.</param>
    /// <param name="org">The organisation it was laid for; null for the one for all.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False where there was none.</returns>
    ValueTask<bool> LiftAsync(HoldKind kind, string name, string? org, CancellationToken ct);

    /// <summary>Removes holds whose time has come. They hold nothing any more either way; this wakes those who wait for work.</summary>
    /// <returns>Those removed.</returns>
    ValueTask<IReadOnlyList<Hold>> LiftDueAsync(CancellationToken ct);

    /// <summary>Holds in force, by kind and name; at most 1,000.</summary>
    ValueTask<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken ct);

    /// <summary>How many open jobs there are by queue and type, held ones included; at most 1,000 pairs, each counted to 1,001.</summary>
    ValueTask<IReadOnlyList<WaitingJobs>> CountWaitingAsync(CancellationToken ct);
}
