using Headway.Handlers;
using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs, pages and the API ask how it goes: sums, what to expect of a job, why one does not run, and who works.</summary>
/// <param name="store">Where statistics live.</param>
/// <param name="controls">Where holds are kept.</param>
/// <param name="limits">Where limits and their use are kept.</param>
/// <param name="breakers">What is known of the destinations they call.</param>
/// <param name="jobs">Where jobs are read.</param>
/// <param name="types">The job types this process knows.</param>
/// <param name="clock">For how long what was read is used again.</param>
public sealed class StatsQueries(
    IStatsStore store, IControlStore controls, ILimitStore limits, BreakerClient breakers, JobQueries jobs, JobTypeRegistry types,
    TimeProvider clock)
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
        var job = around.Job;
        if (job.Phase == JobPhase.Final)
            return Why.Not(new WhyFacts { Now = around.Now, Job = job });
        var holds = await controls.ListHoldsAsync(ct);
        var shut = (await limits.ListLimitsAsync(ct)).Where(limit => limit.Most == 0) // nothing ever used them, so no use tells of them
            .Select(limit => new LimitUse(
                limit.Scope, limit.Name == Limit.Each ? NameOf(limit.Scope, job) : limit.Name, limit.Unit, 0, 0, 0));
        var uses = (await limits.ListLimitUsesAsync(ct)).Where(use => use.Most > 0).Concat(shut);
        return Why.Not(new WhyFacts
        {
            Now = around.Now,
            Job = job,
            DrivenByClient = job.Drive == JobDrive.Client,
            Holds = [.. holds.Where(hold => Holds(hold, job, around.Now))
                .Select(hold => new WhyHold($"{Word(hold.Kind)} {hold.Name}", hold.Reason, hold.Until))],
            Limits = [.. uses.Where(use => use.Used >= use.Most && Counts(use, job))
                .Select(use => new WhyLimit(Said(use), use.Used, use.Most))],
            Breakers = [.. (await breakers.ListAsync(ct)).Where(one => one.OpenedAt is not null && IsCalled(one, job))
                .Select(one => new WhyBreaker(one.Destination, one.ProbeAt))],
            WaitsFor = job.Waits == 0 ? [] : [.. (await jobs.GetFamilyAsync(id, ct)).After.Where(one => one.Open).Select(one => one.Job)],
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

    private static bool Holds(Hold hold, Job job, DateTimeOffset now) =>
        (hold.Org is null || hold.Org == job.Org) && !(hold.Until <= now)
        && hold.Name == (hold.Kind == HoldKind.Queue ? job.Queue : job.Type);

    private bool IsCalled(Breaker breaker, Job job) => breaker.Org == job.Org
        && (breaker.Types.Contains(job.Type) || (types.TryGet(job.Type, out var type) && type.Destination == breaker.Destination));

    private static string Word(HoldKind kind) => kind == HoldKind.Queue ? "queue" : "type";

    /// <summary>Whether a limit counts a job. Of keys nobody knows here which a job has: those are left out.</summary>
    private static bool Counts(LimitUse use, Job job) =>
        use.Scope == LimitScope.Global || (NameOf(use.Scope, job) is { Length: > 0 } name && name == use.Name);

    private static string NameOf(LimitScope scope, Job job) => scope switch
    {
        LimitScope.Org => job.Org,
        LimitScope.User => job.CreatedBy is { } user ? $"{job.Org}/{user}" : "",
        LimitScope.Type => job.Type,
        LimitScope.Queue => job.Queue,
        _ => "",
    };

    private static string Said(LimitUse use)
    {
        var unit = use.Unit switch { LimitUnit.Jobs => "jobs", LimitUnit.Starts => "starts", _ => "chunks at once" };
        return use.Scope == LimitScope.Global ? $"{unit} over all" : $"{unit} of the {use.Scope.ToString().ToLowerInvariant()} {use.Name}";
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
