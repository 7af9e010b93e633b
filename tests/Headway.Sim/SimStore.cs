using Headway.Model;
using Headway.Store;

namespace Headway.Sim;

/// <summary>
/// A store in memory: everything under one lock, ordered collections, no randomness of its own, so the same calls give the same answers.
/// What it does is what the contract suite says; the SQL stores are compared with it.
/// </summary>
/// <param name="clock">The store's clock.</param>
public sealed partial class SimStore(TimeProvider clock) : IJobStore, IStatsStore, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SortedList<JobId, SimJob> _jobs = []; // ids grow, and all of it is gone over often

    /// <summary>What effects have written.</summary>
    public SimRows Rows { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JobId>> EnqueueAsync(IReadOnlyList<EnqueuedJob> jobs, CancellationToken ct) =>
        RunAsync<IReadOnlyList<JobId>>(() =>
    {
        foreach (var job in jobs)
        {
            ArgumentNullException.ThrowIfNull(job.Job.Type);
            ArgumentNullException.ThrowIfNull(job.Job.Config);
        }

        SetKeyLimits(jobs);
        var answer = AddJobs(jobs);
        Commit(JobEventKind.Enqueued);
        return answer;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Lane>> LanesAsync(IReadOnlyList<string> queues, CancellationToken ct) =>
        RunAsync<IReadOnlyList<Lane>>(
            () => [.. _jobs.Values.Where(job => job.IsOpen && queues.Contains(job.Lane.Queue) && !IsHeld(job.Lane) && RoomFor(job) > 0)
                .GroupBy(job => job.Lane).Select(lane => lane.Key with { Priority = lane.Max(job => job.Priority) })
                .Take(1000)],
            ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClaimedChunk>> ClaimAsync(ClaimRequest request, CancellationToken ct) =>
        RunAsync<IReadOnlyList<ClaimedChunk>>(() =>
        {
            _took = _tookPlaces = false;
            if (!IsAlive(request.Session))
                return [];
            var chunks = ClaimsWhere(request.Session).Select(held => held.Claim.Chunk).Where(chunk => chunk.Key.Call == request.Call)
                .ToList();
            if (chunks.Count > 0)
                return chunks;
            if (IsHeld(request.Lane))
                return [];
            var open = _jobs.Values.Where(job => job.IsOpen && job.Lane == request.Lane)
                .OrderByDescending(job => job.Priority).ThenBy(job => job.Turn).ThenBy(job => job.Id).ToList();
            foreach (var job in open)
            {
                var atMost = Math.Min(request.MaxChunksPerJob, request.MaxChunks - chunks.Count);
                if (atMost <= 0)
                    break;
                atMost = Math.Min(atMost, RoomFor(job));
                if (atMost <= 0)
                    continue;
                var taken = job.Take(request, atMost, Now).ToList();
                chunks.AddRange(taken);
                Started(job, taken.Count);
                Touch(job);
            }

            Commit(JobEventKind.Claimed);
            return chunks;
        }, ct);

    /// <inheritdoc/>
    public ValueTask<int?> PlanAsync(ChunkKey plan, IReadOnlyList<NewItem> items, CancellationToken ct) => RunAsync<int?>(() =>
    {
        if (Standing(plan) is not { Control: not JobControl.Cancel } job)
            return null;
        if (items.Count > 0)
        {
            job.AppendPlanned(items);
            Touch(job);
            Commit(JobEventKind.Planned);
        }

        return job.Counts.Total;
    }, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<FinishedChunk> chunks, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var accepted = new List<bool>();
            var saved = Rows.Save();
            _imageMark = _images.Count;
            foreach (var chunk in chunks)
            {
                accepted.Add(Standing(chunk.Key) is not null);
                if (accepted[^1])
                    await RunEffectsAsync(chunk, saved, ct);
            }

            foreach (var (i, chunk) in chunks.Index())
            {
                if (accepted[i] && Bears(chunk))
                    Bear(chunk);
            }

            for (var i = 0; i < chunks.Count; i++)
                Record(chunks[i], accepted[i]);
            Commit(JobEventKind.Finished);
            return accepted;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask ReportAsync(IReadOnlyList<ProgressReport> reports, CancellationToken ct) => RunAsync(() =>
    {
        foreach (var report in reports)
        {
            if (Standing(report.Chunk) is not { } job)
                continue;
            job.Reported(report.Chunk, report.No, report.Percent, report.Step, Now);
            Touch(job);
        }

        Commit(JobEventKind.Progressed);
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> ControlAsync(JobId id, JobControl control, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        var result = Control(id, control, actor);
        Commit(KindOf(control));
        return result;
    }, ct);

    /// <inheritdoc/>
    public ValueTask<ControlResult> RetryItemAsync(JobId id, int no, string? actor, CancellationToken ct) => RunAsync(() =>
    {
        if (!_jobs.TryGetValue(id, out var job) || job.Find(no) is null)
            return ControlResult.NotFound;
        if (!Reopens(job, () => !IsBarred(job) && job.Retry(no, input: null, Now)))
            return ControlResult.Refused;
        Touch(job, actor);
        Commit(JobEventKind.Retried);
        return ControlResult.Done;
    }, ct);

    private DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    private List<JobId> AddJobs(IReadOnlyList<EnqueuedJob> jobs)
    {
        var answer = new List<JobId>();
        CheckFamilies(jobs);
        foreach (var job in jobs)
        {
            answer.Add(StandsFor(job));
            if (answer[^1] != job.Id || !_jobs.TryAdd(job.Id, new SimJob(job, Now)))
                continue;
            AddNotices(job);
            Touch(_jobs[job.Id], job.Job.CreatedBy);
            Relate(job);
        }

        FamilyTold();

        return answer;
    }

    /// <summary>The job of a claim that stands, while the job goes on.</summary>
    private SimJob? Standing(ChunkKey key) =>
        _jobs.TryGetValue(key.JobId, out var job) && job.Phase != JobPhase.Final && job.ClaimOf(key) is not null ? job : null;

    private async ValueTask RunEffectsAsync(FinishedChunk chunk, System.Collections.Immutable.ImmutableList<string> saved,
        CancellationToken ct)
    {
        try
        {
            var scope = new SimScope(Rows, chunk.Key.Lo, (no, kind, key, before, after) =>
                _images.Add((chunk.Key.JobId, new BeforeImage(_images.Count + 1, no, kind, key, before, after))));
            foreach (var effect in chunk.Effects)
                await effect(scope, ct);
            if (Bears(chunk))
                CheckFamilies(chunk.Children);
        }
        catch (Exception e)
        {
            Rows.Restore(saved);
            _images.RemoveRange(_imageMark, _images.Count - _imageMark);
            if (e is OperationCanceledException && ct.IsCancellationRequested)
                throw;
            throw new EffectFailedException(chunk.Key, e);
        }
    }

    private void Record(FinishedChunk chunk, bool accepted)
    {
        if (!_jobs.TryGetValue(chunk.Key.JobId, out var job) || job.ClaimOf(chunk.Key) is not { } claim)
            return;
        Tally(job, claim, chunk, accepted);
        if (!accepted)
        {
            job.Drop(claim, chunk.Usage.Metered, WorkerOf(claim.Session), Now);
            Ended(job);
            return;
        }

        NoteErrors(job, chunk);
        job.Finish(claim, chunk, WorkerOf(claim.Session), Now);
        Ended(job);
        Touch(job);
    }

    private async ValueTask<T> RunAsync<T>(Func<T> body, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return body();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask RunAsync(Action body, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            body();
        }
        finally
        {
            _gate.Release();
        }
    }
}
