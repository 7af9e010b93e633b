using Headway.Model;

namespace Headway.Store;

/// <summary>A job with what stands between it and a slot, read in one snapshot.</summary>
/// <param name="Now">When, by the store's clock.</param>
/// <param name="Job">The job.</param>
/// <param name="Open">Whether it has something that could be claimed.</param>
/// <param name="Ahead">Open jobs of its lane that are served before it, counted up to <see cref="MostAhead"/>.</param>
/// <param name="RetryAt">When the first of its waiting items is due again; null where none waits.</param>
/// <param name="PausedBy">Who paused it last; null where nobody did, or nobody was signed in.</param>
/// <param name="Sessions">Worker sessions that are alive.</param>
public sealed record JobSurroundings(
    DateTimeOffset Now, Job Job, bool Open, int Ahead, DateTimeOffset? RetryAt, string? PausedBy, IReadOnlyList<WorkerSession> Sessions)
{
    /// <summary>Where counting those ahead stops.</summary>
    public const int MostAhead = 1000;
}
