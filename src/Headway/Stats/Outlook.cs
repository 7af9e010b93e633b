using Headway.Model;
using Headway.Store;

namespace Headway.Stats;

/// <summary>What is to be expected of a job, measured by its type's own history.</summary>
/// <param name="Eta">How long it will take from now; null where nothing sound can be said.</param>
/// <param name="Slow">It takes longer than 19 of 20 of its type: the time of an item, or of its only one so far.</param>
/// <param name="Stuck">It runs, and nothing of it has moved for five minutes and five times the type's 95th percentile.</param>
public readonly record struct Outlook(Eta? Eta, bool Slow, bool Stuck)
{
    private const int Enough = 20;
    private static readonly TimeSpan ShortestStuck = TimeSpan.FromMinutes(5);

    /// <summary>Looks at a job at a time. A pure function.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="chunk">Items of its type handed to one slot together.</param>
    /// <param name="freeSlots">Slots that could take more of it and run nothing.</param>
    /// <param name="history">The type's last days; null where there are none.</param>
    public static Outlook Of(Job job, DateTimeOffset now, int chunk, int freeSlots, StatsRow? history)
    {
        if (job.Phase == JobPhase.Final)
            return default;
        var slots = (job.Counts.Running + chunk - 1) / Math.Max(1, chunk);
        var facts = new EtaFacts
        {
            Left = job.Counts.Total - job.Counts.Final,
            Done = job.Counts.Final,
            Slots = slots,
            FreeSlots = freeSlots,
            Started = job.StartedAt is not null,
            Elapsed = now - (job.StartedAt ?? Later(job.CreatedAt, job.DueAt)),
            DueIn = job.StartedAt is null && job.DueAt is { } due ? due - now : TimeSpan.Zero,
            Percent = job.Counts.Total == 1 ? job.StepPercent ?? 0 : 0,
            Stopped = job.Control != JobControl.Run || !job.Planned || job.Status == JobStatus.Retrying,
        };
        var p95 = history is { RunTimes.Count: >= Enough } ? history.RunTimes.Quantile(0.95) : null;
        var runs = job.Status is JobStatus.Running or JobStatus.Preparing;
        return new Outlook(Stats.Eta.Of(facts, history), runs && IsSlow(facts, p95), runs && IsStuck(job, now, chunk, p95));
    }

    private static bool IsSlow(EtaFacts facts, TimeSpan? p95)
    {
        if (p95 is not { } usual)
            return false;
        return facts.Done == 0
            ? facts.Left == 1 && facts.Elapsed > usual
            : facts.Done >= 5 && facts.Elapsed * Math.Max(1, facts.Slots) / facts.Done > usual;
    }

    private static bool IsStuck(Job job, DateTimeOffset now, int chunk, TimeSpan? p95)
    {
        var patience = (p95 ?? TimeSpan.Zero) * (5 * chunk);
        return now - job.ActiveAt > (patience > ShortestStuck ? patience : ShortestStuck);
    }

    private static DateTimeOffset Later(DateTimeOffset created, DateTimeOffset? due) => due > created ? due.Value : created;
}
