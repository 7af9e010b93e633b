using Headway.Model;
using Headway.Store;

namespace Headway.Stats;

/// <summary>Whether a worker does what it is there for.</summary>
/// <param name="State"><c>healthy</c>, <c>unhealthy</c>, <c>draining</c> or <c>gone</c>.</param>
/// <param name="Reason">Why it is not healthy, and what to do; null where it is, or has gone.</param>
public readonly record struct WorkerHealth(string State, string? Reason)
{
    /// <summary>A beat older than this is late.</summary>
    public static readonly TimeSpan LateBeat = TimeSpan.FromSeconds(20);

    /// <summary>Taking nothing for so long, while work waits and slots are free, is not healthy.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    /// <summary>Whether a session could be idle while work waits, so that it is worth looking for that work.</summary>
    public static bool IsSuspect(WorkerSession session, DateTimeOffset now) =>
        session is { EndedAt: null, Draining: false } && session.Busy < session.Slots
        && now - (session.ClaimedAt ?? session.StartedAt) > Idle;

    /// <summary>Judges a session at a time of the store's clock. A pure function.</summary>
    /// <param name="session">The session, as its last beat told.</param>
    /// <param name="now">When.</param>
    /// <param name="waiting">Work that could be claimed.</param>
    public static WorkerHealth Of(WorkerSession session, DateTimeOffset now, IReadOnlyList<WaitingWork> waiting)
    {
        if (session.EndedAt is not null)
            return new WorkerHealth("gone", null);
        if (now - session.BeatAt > LateBeat)
        {
            return new WorkerHealth("unhealthy",
                $"Its last beat is {(now - session.BeatAt).TotalSeconds:0} s old; see whether its process hangs or has lost the database.");
        }

        if (session.Draining)
            return new WorkerHealth("draining", null);
        if (IsSuspect(session, now) && waiting.Any(work => IsFor(work, session) && now - work.Since > Idle))
        {
            return new WorkerHealth("unhealthy",
                "It beats, has free slots and takes no work, though work for it waits; look at its log, or restart it.");
        }

        return new WorkerHealth("healthy", null);
    }

    private static bool IsFor(WaitingWork work, WorkerSession session) =>
        session.Queues.Contains(work.Queue) && session.Types.Contains(work.Type);
}
