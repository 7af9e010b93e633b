using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>Sessions, and what is taken back from them.</summary>
public sealed partial class SimStore
{
    private const int MaxRows = 1000;
    private readonly List<WorkerSession> _sessions = [];
    private readonly Dictionary<Guid, int> _held = []; // items in a session's hands when it was found dead

    /// <inheritdoc/>
    public ValueTask OpenSessionAsync(WorkerSession session, TimeSpan lease, CancellationToken ct) => RunAsync(() =>
    {
        var now = Now;
        if (_sessions.All(other => other.Id != session.Id))
            _sessions.Add(session with { StartedAt = now, BeatAt = now, ExpiresAt = now + lease, EndedAt = null });
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChunkKey>?> BeatAsync(Beat beat, CancellationToken ct) => RunAsync<IReadOnlyList<ChunkKey>?>(() =>
    {
        if (!IsAlive(beat.Session))
            return null;
        var now = Now;
        Change(beat.Session, session => session with
        {
            BeatAt = now,
            ExpiresAt = now + beat.Lease,
            Busy = beat.Busy,
            Cpu = beat.Cpu,
            MemoryBytes = beat.MemoryBytes,
            Draining = beat.Draining,
            ClockSkew = beat.ClockAt - now,
            ClaimedAt = beat.Idle is { } idle ? now - idle : session.ClaimedAt,
        });
        var gone = beat.Held.Where(key => !_jobs.TryGetValue(key.JobId, out var job) || job.ClaimOf(key) is null);
        return [.. ClaimsWhere(beat.Session).Where(held => held.Job.Phase == JobPhase.Final).Select(held => held.Claim.Key), .. gone];
    }, ct);

    /// <inheritdoc/>
    public ValueTask CloseSessionAsync(Guid session, CancellationToken ct) => RunAsync(() =>
    {
        if (_sessions.All(other => other.Id != session || other.EndedAt is not null))
            return;
        Change(session, other => other with { EndedAt = Now, Busy = 0 });
        foreach (var (job, claim) in ClaimsWhere(session).ToList())
            TakeBack(job, claim, lost: false);
        Commit(JobEventKind.Released);
    }, ct);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<ChunkKey> chunks, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var key in chunks)
        {
            if (_jobs.TryGetValue(key.JobId, out var job) && job.ClaimOf(key) is { } claim)
                TakeBack(job, claim, lost: false);
        }

        Commit(JobEventKind.Released);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<int> ReapAsync(CancellationToken ct) => RunAsync(() =>
    {
        foreach (var dead in _sessions.Where(session => session.EndedAt is null && session.ExpiresAt <= Now).ToList())
        {
            Change(dead.Id, session => session with { EndedAt = Now });
            _held[dead.Id] = ClaimsWhere(dead.Id).Sum(held => held.Claim.Count);
        }

        var ended = _sessions.Where(session => session.EndedAt is not null).Select(session => session.Id).ToHashSet();
        var held = _jobs.Values.SelectMany(job => job.Claims.Values.Select(claim => (Job: job, Claim: claim)))
            .Where(pair => ended.Contains(pair.Claim.Session)).Take(MaxRows).ToList();
        foreach (var (job, claim) in held)
            TakeBack(job, claim, lost: true);
        Commit(JobEventKind.Reaped);
        return held.Count;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<Promotion> PromoteAsync(CancellationToken ct) => RunAsync(() =>
    {
        var now = Now;
        var count = 0;
        foreach (var job in _jobs.Values)
        {
            var came = job.Promote(now, MaxRows - count);
            count += came;
            if (came > 0)
                Touch(job);
        }

        Commit(JobEventKind.Promoted);
        var next = _jobs.Values.Where(job => job.Held || job.Back.Count > 0).SelectMany(job =>
            job.Back.Values.Select(span => span.DueAt).Append(job.Held ? job.Accepted.Job.DueAt : null)).Min();
        return new Promotion(count, next is { } at ? TimeSpan.FromTicks(Math.Max(0, (at - now).Ticks)) : null);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkerSession>> ListSessionsAsync(CancellationToken ct) => RunAsync<IReadOnlyList<WorkerSession>>(
        () => [.. _sessions.Where(session => session.EndedAt is null || session.EndedAt > Now.AddHours(-1)).Reverse().Take(500)], ct);

    private bool IsAlive(Guid id) => _sessions.Any(session => session.Id == id && session.EndedAt is null && session.ExpiresAt > Now);

    private string WorkerOf(Guid id) => _sessions.First(session => session.Id == id).Worker;

    private void Change(Guid id, Func<WorkerSession, WorkerSession> change)
    {
        var at = _sessions.FindIndex(session => session.Id == id);
        _sessions[at] = change(_sessions[at]);
    }

    private IEnumerable<(SimJob Job, SimClaim Claim)> ClaimsWhere(Guid session) =>
        _jobs.Values.SelectMany(job => job.Claims.Values.Where(claim => claim.Session == session).Select(claim => (job, claim)));

    private void TakeBack(SimJob job, SimClaim claim, bool lost)
    {
        var goesOn = job.Phase != JobPhase.Final;
        if (lost)
            TallyLost(job, claim, goesOn);
        job.TakeBack(claim, lost, _held.GetValueOrDefault(claim.Session) == 1, WorkerOf(claim.Session), Now);
        if (lost && goesOn && job.Find(claim.Key.Lo) is { Final: ItemState.Failed or ItemState.Quarantined, Fault: { } fault })
            NoteError(job, fault, claim.Count, claim.Count);
        Ended(job);
        if (goesOn)
            Touch(job);
    }
}
