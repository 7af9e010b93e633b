using System.Collections.Concurrent;
using Headway.Live;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>One life of a worker: from the session's first beat until it has drained or was lost. Never used twice.</summary>
internal sealed partial class SessionRun : IDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(1);
    private readonly WorkerParts _parts;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Guid _session;
    private readonly ConcurrentDictionary<ChunkKey, HeldChunk> _held = new();
    private readonly Heartbeat _heart;
    private readonly Slots _slots;
    private readonly CompletionBatcher _batcher;
    private readonly ClaimLoop _claims;
    private readonly Isolation _isolation;
    private volatile bool _draining;

    /// <param name="session">A session just opened.</param>
    /// <param name="aliveAt">Timestamp from before it was.</param>
    /// <param name="parts">What it is made of.</param>
    public SessionRun(Guid session, long aliveAt, WorkerParts parts)
    {
        (_session, _parts, _clock, _logger) = (session, parts, parts.Clock, parts.Logger);
        _heart = new Heartbeat(parts.Store, parts.Options, _clock, _logger, session, aliveAt);
        _slots = new Slots(parts.Options.Slots, _clock, RunChunkAsync, Hold);
        _batcher = new CompletionBatcher(parts.Store, parts.Judge, parts.Types, _clock, parts.Metrics, LetGo, _logger);
        var gate = new ClaimGate();
        _claims = new ClaimLoop(parts.Store, parts.Types, parts.Options, parts.Ids, _clock, gate, _logger, parts.Breakers);
        _isolation = new Isolation(parts, session, _slots, gate, () => _held.IsEmpty);
    }

    /// <summary>Works until <paramref name="stopping"/>, then drains.</summary>
    /// <returns>True where the session was lost and another should begin; false after a drain.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        using var claiming = CancellationTokenSource.CreateLinkedTokenSource(stopping, _heart.Fenced);
        using var done = new CancellationTokenSource();
        using var fence = _heart.Fenced.Register(() => StopAll(StopReason.Fenced));
        using var feed = _parts.Feed.Subscribe();
        var slots = _slots.RunAsync();
        var records = Task.WhenAll(RecordAsync(), RecordAsync());
        var beats = _heart.RunAsync(Load, Revoke, done.Token);
        var cancels = StopQuietlyAsync(HearCancelsAsync(feed, done.Token));
        var reports = StopQuietlyAsync(_parts.Progress.RunAsync(done.Token));

        var alone = StopQuietlyAsync(_isolation.RunAsync(claiming.Token, _heart.Fenced));
        await StopQuietlyAsync(_claims.RunAsync(_session, _slots, claiming.Token, _heart.Fenced));
        await alone;
        await DrainAsync(slots);
        _batcher.Complete();
        await EndedWithinAsync(records, Timeout.InfiniteTimeSpan, _heart.Fenced);
        done.Cancel(); // on this thread: CancelAsync would leave the scheduler of the simulation
        // A call of a store that hangs and does not listen either must not keep the next session from beginning.
        if (!await EndedWithinAsync(Task.WhenAll(records, beats, cancels, reports), StopWithin, CancellationToken.None))
            CallsWereLeft();
        return _heart.Fenced.IsCancellationRequested;
    }

    public void Dispose() => _heart.Dispose();

    private (int Busy, bool Draining, IReadOnlyCollection<ChunkKey> Held) Load()
    {
        // Claimed ahead of slots that turned out to be long at work: others may have room now.
        foreach (var held in _slots.TakeWaiting(StaleAfter))
            _batcher.Release(held);
        return (_slots.Busy, _draining, [.. _held.Values.Where(IsOld).Select(held => held.Key)]);
    }

    private bool IsOld(HeldChunk held) => _clock.GetElapsedTime(held.GivenAt) >= StaleAfter;

    private async Task RecordAsync()
    {
        await Task.Yield();
        await StopQuietlyAsync(_batcher.RunAsync(_heart.Fenced));
    }

    private async Task DrainAsync(Task slots)
    {
        _draining = true;
        _slots.Complete();
        foreach (var held in _slots.TakeWaiting(TimeSpan.Zero))
            _batcher.Release(held);
        await EndedWithinAsync(slots, _parts.Options.DrainGrace, _heart.Fenced);
        StopAll(StopReason.Draining);
        // A handler that does not listen cannot be ended. It is left behind: its claim is taken from it, so its result counts for nothing.
        if (!await EndedWithinAsync(slots, StopWithin, CancellationToken.None))
            HandlersWereLeft(_slots.Busy);
    }

    private async ValueTask<bool> EndedWithinAsync(Task work, TimeSpan time, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Not Task.WhenAny: of two tasks it may go on by way of the thread pool, and leave the scheduler of the simulation.
        var first = new TaskCompletionSource();
        var (ended, late) = (TellAsync(work, first), TellAsync(Task.Delay(time, _clock, enough.Token), first));
        await first.Task;
        enough.Cancel();
        await (work.IsCompleted ? Task.WhenAll(ended, late) : late);
        if (!work.IsCompleted)
            return false;
        await work;
        return true;
    }

    /// <summary>Tells that a task has ended, however.</summary>
    private static async Task TellAsync(Task task, TaskCompletionSource first)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        first.TrySetResult();
    }

    private async ValueTask RunChunkAsync(HeldChunk held)
    {
        // What has waited here for long may have been paused since: it goes back, and whoever may take it takes it.
        if (held.Reason != StopReason.None || IsOld(held)
            || !_parts.Types.TryGet(held.Chunk.Type, out var type))
        {
            LeaveUnstarted(held);
            return;
        }

        var started = _clock.GetTimestamp();
        var limit = ItemTime.IsFor(type, held.Chunk) ? Timeout.InfiniteTimeSpan : type.AttemptTimeout;
        using var timeout = new CancellationTokenSource(limit, _clock);
        using var timed = timeout.Token.Register(() => held.Stop(StopReason.TimedOut));
        FinishedChunk? record;
        bool stopped;
        try
        {
            var called = await _parts.Calls.RunAsync(type, held, held.Stopped);
            stopped = called.Count == 0 || called.Any(call => call.Thrown is OperationCanceledException);
            record = called.Count == 0 ? null : _parts.Judge.Record(type, held, called, _clock.GetElapsedTime(started));
        }
        catch (StoreUnavailableException)
        {
            // A plan met the store's outage, perhaps in the middle of a commit: handed back, it starts over and skips what was stored.
            held.Stop(StopReason.Draining);
            (stopped, record) = (true, null);
        }
        catch (Exception e)
        {
            stopped = e is OperationCanceledException;
            record = _parts.Judge.RecordFailure(type, held, e, _clock.GetElapsedTime(started));
        }

        await ReactionsAsync(held);
        End(held, record, stopped);
    }

    private void End(HeldChunk held, FinishedChunk? record, bool stopped)
    {
        _parts.Progress.Forget(held);
        if (held.Reason == StopReason.Draining && stopped)
            _batcher.Release(held);
        else if (held.Reason == StopReason.Fenced || record is null)
            LetGo(held); // whatever it did, the claim is gone
        else
            _batcher.Add(held, record);
    }

    private void LeaveUnstarted(HeldChunk held)
    {
        if (held.Reason == StopReason.Fenced)
            LetGo(held);
        else
            _batcher.Release(held);
    }

    private async ValueTask ReactionsAsync(HeldChunk held)
    {
        try
        {
            await held.Stopping;
        }
        catch (Exception e)
        {
            ReactionFailed(held.Chunk.Type, held.Key.JobId.ToString(), e);
        }
    }

    /// <summary>Stops cancelled jobs as soon as the feed tells; what it misses, the next beat tells.</summary>
    private async Task HearCancelsAsync(EventSubscription feed, CancellationToken ct)
    {
        while (await feed.TakeAsync(ct) is { Count: > 0 } events)
        {
            var cancelled = events.Where(e => e.Kind is JobEventKind.Cancelled or JobEventKind.Restarted or JobEventKind.TimedOut)
                .SelectMany(e => e.Jobs).Select(job => job.JobId).ToHashSet();
            if (cancelled.Count > 0) // nearly always none: what is held here is not to be gone through for each
                cancelled.IntersectWith(_held.Keys.Select(key => key.JobId));
            foreach (var id in cancelled)
                await StopCancelledAsync(id, ct);
        }
    }

    private async ValueTask StopCancelledAsync(JobId id, CancellationToken ct)
    {
        try
        {
            // The event may be older than what runs: a person may have reopened the job since.
            if (await _parts.Store.GetJobAsync(id, ct) is not { } job)
                return;
            // Where it was started afresh meanwhile, what was claimed before has lost its claim.
            foreach (var held in _held.Values.Where(held => held.Key.JobId == id
                && (job is { Control: JobControl.Cancel, Phase: JobPhase.Final } || held.Chunk.Generation < job.BaseGeneration)))
                held.Stop(StopReason.Revoked);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CancelNotHeard(id.ToString(), e.Message);
        }
    }

    private void Revoke(IReadOnlyList<ChunkKey> revoked)
    {
        foreach (var key in revoked)
        {
            if (_held.TryGetValue(key, out var held))
                held.Stop(StopReason.Revoked);
        }
    }

    private void Hold(HeldChunk held)
    {
        _held[held.Key] = held;
        _heart.Took();
        if (_heart.Fenced.IsCancellationRequested)
            held.Stop(StopReason.Fenced); // claimed just before; whoever stopped the others may not have seen it
        _parts.Metrics.Claimed(held.Chunk.Type);
    }

    private void StopAll(StopReason reason)
    {
        foreach (var held in _held.Values)
            held.Stop(reason);
    }

    private void LetGo(HeldChunk held) => _held.TryRemove(held.Key, out _);

    private static async Task StopQuietlyAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // how a loop is told to stop
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} handlers did not stop when told to; they were left behind and count for nothing")]
    private partial void HandlersWereLeft(int count);

    [LoggerMessage(LogLevel.Warning, "Calls to the store did not end when told to; they were left behind")]
    private partial void CallsWereLeft();

    [LoggerMessage(LogLevel.Warning, "A handler of {Type} failed while it was being stopped, in {Job}")]
    private partial void ReactionFailed(string type, string job, Exception exception);

    [LoggerMessage(LogLevel.Debug, "Whether {Job} was cancelled could not be read: {Reason}; the next beat tells")]
    private partial void CancelNotHeard(string job, string reason);
}
