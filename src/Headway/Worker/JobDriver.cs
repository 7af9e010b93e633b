using System.Collections.Concurrent;
using Headway.Client;
using Headway.Handlers;
using Headway.Logs;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Works jobs for whoever calls, one chunk a call, with the handlers a worker would use; nothing in a handler knows the difference.
/// Chunks are held by a session of this process's own, so what a process that died was at is taken back as from a worker.
/// </summary>
public sealed class JobDriver : IAsyncDisposable
{
    /// <summary>Longest a call takes; a chunk that is not done by then is stopped.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MaxRequest = 200;
    private static readonly TimeSpan WorkWithin = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);
    private readonly JobClient _client;
    private readonly JobLives _lives;
    private readonly IJobStore _store;
    private readonly IProcessStore _process;
    private readonly JobTypeRegistry _types;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly HandlerCalls _handlers;
    private readonly ChunkCalls _calls;
    private readonly DriverSession _session;
    private readonly ConcurrentDictionary<ChunkKey, Task> _working = new();
    private readonly ConcurrentDictionary<Guid, bool> _under = new(); // claims somebody here is responsible for

    /// <param name="client">Checks submissions.</param>
    /// <param name="lives">Makes jobs from jobs.</param>
    /// <param name="store">Where jobs live.</param>
    /// <param name="process">The same store's part for calls.</param>
    /// <param name="types">Handlers known here.</param>
    /// <param name="options">What the engine's parts share.</param>
    /// <param name="worker">Beat and lease of the session.</param>
    /// <param name="ids">Gives ids and jitter.</param>
    /// <param name="clock">The engine's time.</param>
    /// <param name="scopes">A scope for each chunk.</param>
    /// <param name="logger">Says what went wrong.</param>
    /// <param name="progress">Logs of progress reports.</param>
    public JobDriver(
        JobClient client, JobLives lives, IJobStore store, IProcessStore process, JobTypeRegistry types,
        HeadwayOptions options, WorkerOptions worker, IdSource ids,
        TimeProvider clock, IServiceScopeFactory scopes, ILogger<JobDriver> logger, ILoggerFactory progress)
    {
        (_client, _lives, _store, _process, _types, _ids, _clock) = (client, lives, store, process, types, ids, clock);
        using var parts = scopes.CreateScope();
        var breakers = parts.ServiceProvider.GetService<Breakers>();
        var budgets = parts.ServiceProvider.GetService<RetryBudgets>();
        var reporter = new ProgressReporter(store, clock, progress.CreateLogger<ProgressReporter>());
        _handlers = new HandlerCalls(scopes, store, reporter, options, clock, LogOf(scopes, clock), progress, breakers);
        _calls = new ChunkCalls(_handlers, new Judge(options, ids, client, breakers, budgets), reporter, clock, logger);
        _session = new DriverSession(store, worker, reporter, ids, clock, logger);
    }

    /// <summary>The log that is written here, so that what driven handlers say is kept as well.</summary>
    private static JobLog LogOf(IServiceScopeFactory scopes, TimeProvider clock)
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetService<JobLog>() ?? new JobLog(new JobLogOptions(), clock);
    }

    /// <summary>Submits a job that workers never touch, its items counted first; durable when this returns.</summary>
    /// <param name="job">The submission; who drives it is set here.</param>
    /// <param name="ct">Cancels counting and waiting.</param>
    /// <returns>The job's id, and how many items it has or its plan will give.</returns>
    /// <exception cref="SubmissionException">It cannot be taken, or the count refuses its config.</exception>
    public async ValueTask<(JobId Id, int Total)> SubmitAsync(NewJob job, CancellationToken ct = default)
    {
        var accepted = _client.Check(job with { Drive = JobDrive.Client });
        try
        {
            _types.TryGet(job.Type, out var type);
            var total = accepted.HasPlan ? await _handlers.CountAsync(type!, accepted, ct) : job.Items?.Count ?? 1;
            await _store.EnqueueAsync([accepted with { Expected = total }], ct);
            return (accepted.Id, total);
        }
        catch (FaultException e)
        {
            throw new SubmissionException(e.Fault.Code, e.Fault.Message);
        }
    }

    /// <summary>Submits a new job over the items of a job that failed, driven as the old one was.</summary>
    /// <param name="id">The old job; it stays as it is.</param>
    /// <param name="edits">A merge patch (RFC 7386) for its config.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The new job and its items; null where nothing failed that is an item of its own.</returns>
    /// <exception cref="SubmissionException">Its type is no longer known.</exception>
    public async ValueTask<(JobId Id, int Total)?> RetryErrorsAsync(JobId id, string edits, string? actor, CancellationToken ct = default)
    {
        if (await _lives.RerunErrorsAsync(id, edits, actor, ct) is not { } made)
            return null;
        return (made, (await _store.GetJobAsync(made, ct))?.Counts.Total ?? 0);
    }

    /// <summary>Works one chunk of a job, its plan before it and its finish part after it where it is their turn.</summary>
    /// <param name="id">Which job, whoever is to drive it.</param>
    /// <param name="request">The caller's id for this call, at most 200 characters: the same again works nothing twice and gets the
    /// same answer, for a day. Null: a call that cannot be repeated.</param>
    /// <param name="ct">The process stops: what is at work is handed back unspent.</param>
    /// <returns>How the job stands; null where there is none.</returns>
    /// <exception cref="SubmissionException">No handler of the job's type is known here, or the request's id is too long.</exception>
    /// <exception cref="ProcessLimitedException">A limit lets nothing more start now; nothing was taken.</exception>
    /// <exception cref="ProcessBusyException">The same request is at work elsewhere and did not end in time.</exception>
    public async ValueTask<ProcessAnswer?> ProcessAsync(JobId id, string? request, CancellationToken ct = default)
    {
        if (request is { Length: > MaxRequest })
            throw new SubmissionException("request_id_too_long", "The request id may have at most 200 characters.");
        if (await _store.GetJobAsync(id, ct) is not { } job)
            return null;
        if (job.Phase != JobPhase.Final && !_types.TryGet(job.Type, out _))
            throw new SubmissionException("no_handler", $"No handler for '{job.Type}' is known here; process the job where there is one.");
        return await ProcessAsync(id, request ?? _ids.NewGuid().ToString("N"), _clock.GetTimestamp(), ct);
    }

    /// <inheritdoc cref="IProcessStore.ListErrorsAsync"/>
    public ValueTask<IReadOnlyList<ItemError>> ListErrorsAsync(IReadOnlyList<JobId> ids, int limit, CancellationToken ct = default) =>
        _process.ListErrorsAsync(ids, limit, ct);

    /// <summary>Hands back what is still at work and closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        _session.StopAll(StopReason.Draining);
        await Task.WhenAny(Task.WhenAll(_working.Values), Task.Delay(EndWithin, _clock));
        await _session.DisposeAsync();
    }

    private async ValueTask<ProcessAnswer?> ProcessAsync(JobId id, string request, long began, CancellationToken ct)
    {
        ProcessAnswer? worked = null;
        var call = _ids.NewGuid();
        for (var gone = TimeSpan.Zero; ; gone = _clock.GetElapsedTime(began))
        {
            var (turn, answer) = await StepAsync(id, request, call, onlyFinish: worked is not null, WorkWithin - gone, ct);
            call = turn.Call is { } left && _under.TryAdd(left, true) ? left : _ids.NewGuid();
            if (turn.Chunk is { } chunk)
            {
                worked = chunk.Kind == ChunkKind.Plan ? worked : answer ?? worked;
                if (worked is not null && (worked.Done || !HasFinish(chunk.Type)))
                    return worked;
            }
            else if (worked is not null || turn.Kind is ProcessTurnKind.Answered or ProcessTurnKind.NotFound)
            {
                return worked ?? turn.Answer;
            }
            else if (turn.Over is { } over)
            {
                throw new ProcessLimitedException(over);
            }
            else if (turn.Kind == ProcessTurnKind.Nothing && gone >= Patience)
            {
                return turn.Answer;
            }
            else if (gone >= WorkWithin)
            {
                throw new ProcessBusyException();
            }
            else if (turn.Call != call)
            {
                await _store.WaitAsync(StoreHint.Work, Look, ct);
            }
        }
    }

    /// <summary>Asks for a chunk and, where there is one, works it.</summary>
    private async ValueTask<(ProcessTurn Turn, ProcessAnswer? Answer)> StepAsync(
        JobId id, string request, Guid call, bool onlyFinish, TimeSpan left, CancellationToken ct)
    {
        var mine = new ProcessRequest(id, request, await _session.OpenAsync(ct), call);
        ProcessTurn? turn = null;
        _under.TryAdd(call, true);
        try
        {
            turn = await _process.BeginProcessAsync(mine, onlyFinish, ct);
        }
        finally
        {
            // A claim whose answer was lost is held by this session and worked by nobody: whoever asks again takes it up.
            if (turn?.Chunk is null)
                _under.TryRemove(call, out _);
        }

        return turn.Chunk is { } chunk ? (turn, await WorkAsync(mine, chunk, left, ct)) : (turn, null);
    }

    private bool HasFinish(string type) => _types.TryGet(type, out var found) && found.HasFinish;

    /// <returns>The answer; null where the claim was lost, or the chunk was handed back.</returns>
    private async ValueTask<ProcessAnswer?> WorkAsync(ProcessRequest mine, ClaimedChunk chunk, TimeSpan left, CancellationToken ct)
    {
        _types.TryGet(chunk.Type, out var type);
        var held = new HeldChunk(chunk, _clock.GetTimestamp());
        _session.Hold(held);
        using var stopping = ct.Register(() => held.Stop(StopReason.Draining));
        var work = EndAsync(mine, type!, held, left);
        _working[chunk.Key] = work;
        using var late = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(left + EndWithin, _clock, late.Token));
        late.Cancel();
        // A handler that does not listen is left behind; what it comes to is recorded as long as the claim stands.
        return work.IsCompleted ? await work : throw new ProcessBusyException();
    }

    private async Task<ProcessAnswer?> EndAsync(ProcessRequest mine, JobType type, HeldChunk held, TimeSpan left)
    {
        try
        {
            await Task.Yield();
            var record = await _calls.RunAsync(
                type, held, left < type.AttemptTimeout || ItemTime.IsFor(type, held.Chunk) ? left : type.AttemptTimeout);
            if (held.Reason == StopReason.Fenced)
                return null;
            if (record is not null)
                return await PatientlyAsync(() => RecordAsync(mine, type, held, record), held);
            await PatientlyAsync<ProcessAnswer>(async () =>
            {
                await _store.ReleaseAsync([held.Key], CancellationToken.None);
                return null;
            }, held);
            return null;
        }
        finally
        {
            _session.LetGo(held);
            _working.TryRemove(held.Key, out _);
            _under.TryRemove(held.Key.Call, out _);
        }
    }

    private async ValueTask<ProcessAnswer?> RecordAsync(ProcessRequest mine, JobType type, HeldChunk held, FinishedChunk record)
    {
        try
        {
            return await _process.EndProcessAsync(mine, record, CancellationToken.None);
        }
        catch (EffectFailedException e)
        {
            return await _process.EndProcessAsync(mine, _calls.Failed(type, held, e, record.Usage), CancellationToken.None);
        }
    }

    /// <summary>While the store is away the outcome waits; the claim decides, so offering it twice is harmless.</summary>
    private async ValueTask<T?> PatientlyAsync<T>(Func<ValueTask<T?>> call, HeldChunk held) where T : class
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (held.Reason != StopReason.Fenced)
            {
                await Task.Delay(Look * 2, _clock);
            }
        }
    }
}
