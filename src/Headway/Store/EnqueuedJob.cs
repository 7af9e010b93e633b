using Headway.Model;

namespace Headway.Store;

/// <summary>A checked submission with its id and what its type says about how it runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Job">The submission; its config and inputs are valid JSON.</param>
/// <param name="HasPlan">The handler enumerates the items; false where <see cref="NewJob.Items"/> are given or the job is one item.</param>
/// <param name="HasFinish">A finish item follows the last work item.</param>
/// <param name="Chunk">Items handed to one slot together, 1–1,000.</param>
/// <param name="MaxAttempts">Attempts an item may have in one generation, 1–101; the reaper needs it.</param>
public sealed record EnqueuedJob(JobId Id, NewJob Job, bool HasPlan, bool HasFinish, int Chunk, int MaxAttempts)
{
    /// <summary>Cancelling lets the chunks at work commit, and nothing follows. Always so where a client drives.</summary>
    public bool LetsEnd { get; init; }

    /// <summary>It waits for others, or others wait for it.</summary>
    public bool HasFamily => Job.After.Count > 0 || Job.Parent is not null;

    /// <summary>Longest it may take from its first start; null: <see cref="Machine.TimeRule.DefaultJobLimit"/>.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Items counted before they are planned; null where nobody counted.</summary>
    public int? Expected { get; init; }
}
