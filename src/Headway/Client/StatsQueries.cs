using Headway.Handlers;
using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs, pages and the API ask how it goes: sums, what to expect of a job, why one does not run, and who works.</summary>
/// <param name="store">Where statistics live.</param>
/// <param name="jobs">Where jobs are read.</param>
/// <param name="types">The job types this process knows.</param>
/// <param name="clock">For how long what was read is used again.</param>
public sealed class StatsQueries(IStatsStore store, JobQueries jobs, JobTypeRegistry types, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan History = TimeSpan.FromDays(7);
    private volatile Known? _known;

    /// <inheritdoc cref="IStatsStore.ReadStatsAsync"/>
    public ValueTask<IReadOnlyList<StatsRow>> ReadStatsAsync(StatsQuery query, CancellationToken ct) => store.ReadStatsAsync(query, ct);

    /// <inheritdoc cref="IStatsStore.TallyJobsAsync"/>
    public ValueTask<IReadOnlyList<JobTally>> TallyJobsAsync(string? org, CancellationToken ct) => store.TallyJobsAsync(org, ct);

    /// <inheritdoc cref="IStatsStore.AuditTalliesAsync"/>
    public ValueTask<int> AuditTalliesAsync(CancellationToken ct) => store.AuditTalliesAsync(ct);

    /// <summary>Why a job does not run.</summary>
    /// <returns>At least one reason, what must go first first; null where there is no such job.</returns>
    public async ValueTask<IReadOnlyList<WhyReason>?> WhyAsync(JobId id, CancellationToken ct)
    {
        if (await store.ReadSurroundingsAsync(id, ct) is not { } around)
            return null;
        return Why.Not(new WhyFacts
        {
            Now = around.Now,
            Job = around.Job,
            Ahead = around.Ahead,
            RetryAt = around.RetryAt,
            PausedBy = around.PausedBy,
            Sessions = around.Sessions,
        });
    }

    /// <summary>What to expect of jobs, by their type's last seven days. Ended ones have no outlook.</summary>
    /// <param name="read">Jobs just read.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<IReadOnlyDictionary<JobId, Outlook>> OutlooksAsync(IReadOnlyList<Job> read, CancellationToken ct)
    {
        var open = read.Where(job => job.Phase != JobPhase.Final).ToList();
        var outlooks = new Dictionary<JobId, Outlook>(open.Count);
        if (open.Count == 0)
            return outlooks;
        var known = await KnownAsync(ct);
        var now = known.At + clock.GetElapsedTime(known.ReadAt);
        foreach (var job in open)
        {
            var chunk = types.TryGet(job.Type, out var type) ? type.Chunk : 1;
            outlooks[job.Id] = Outlook.Of(job, now, chunk, Free(known.Sessions, job), known.Types.GetValueOrDefault(job.Type));
        }

        return outlooks;
    }

    /// <summary>Worker sessions with their health, newest first.</summary>
    public async ValueTask<IReadOnlyList<(WorkerSession Session, WorkerHealth Health)>> WorkersAsync(CancellationToken ct)
    {
        var now = await jobs.NowAsync(ct);
        var sessions = await jobs.ListSessionsAsync(ct);
        var waiting = sessions.Any(session => WorkerHealth.IsSuspect(session, now)) ? await store.ListWaitingAsync(ct) : [];
        return [.. sessions.Select(session => (session, WorkerHealth.Of(session, now, waiting)))];
    }

    private static int Free(IReadOnlyList<WorkerSession> sessions, Job job) =>
        sessions.Where(one => one is { EndedAt: null, Draining: false } && one.Types.Contains(job.Type) && one.Queues.Contains(job.Queue))
            .Sum(one => Math.Max(0, one.Slots - one.Busy));

    private async ValueTask<Known> KnownAsync(CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh)
            return known;
        var readAt = clock.GetTimestamp();
        var now = await jobs.NowAsync(ct);
        var rows = await store.ReadStatsAsync(new StatsQuery(now - History, StatsGrouping.Type), ct);
        var sessions = await jobs.ListSessionsAsync(ct);
        return _known = new Known(readAt, now, rows.ToDictionary(row => row.Key), sessions);
    }

    private sealed record Known(
        long ReadAt, DateTimeOffset At, IReadOnlyDictionary<string, StatsRow> Types, IReadOnlyList<WorkerSession> Sessions);
}
