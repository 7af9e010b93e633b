using Headway.Client;
using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Web.Dashboard.Pages;

/// <summary>What the page of workers shows.</summary>
/// <param name="Workers">Alive or ended within the last hour, newest first, each with its health.</param>
/// <param name="Running">What they hold, by session.</param>
/// <param name="Now">The store's time when they were read.</param>
public sealed record WorkersView(
    IReadOnlyList<(WorkerSession Session, WorkerHealth Health)> Workers, ILookup<Guid, RunningChunk> Running, DateTimeOffset Now)
{
    private const int MostRunning = 500;

    /// <summary>Sessions that have not ended.</summary>
    public IEnumerable<(WorkerSession Session, WorkerHealth Health)> Alive => Workers.Where(worker => worker.Session.EndedAt is null);

    /// <summary>Sessions that ended within the last hour.</summary>
    public IEnumerable<WorkerSession> Gone => Workers.Select(worker => worker.Session).Where(session => session.EndedAt is not null);

    /// <summary>Slots in use at the last beats.</summary>
    public int Busy => Alive.Sum(worker => worker.Session.Busy);

    /// <summary>Slots there are.</summary>
    public int Slots => Alive.Sum(worker => worker.Session.Slots);

    internal static async ValueTask<WorkersView> ReadAsync(
        StatsQueries stats, AttemptQueries attempts, JobQueries queries, CancellationToken ct)
    {
        var workers = await stats.WorkersAsync(ct);
        var running = await attempts.ListRunningAsync(new AttemptFilter(), MostRunning, ct);
        return new WorkersView(workers, running.ToLookup(chunk => chunk.Session), await queries.NowAsync(ct));
    }
}
