using System.Collections.Concurrent;
using Headway.Handlers;
using Headway.Live;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>One life of a worker: from the session's first beat until it has drained or was lost. Never used twice.</summary>
internal sealed class SessionRun : IDisposable
{
    private readonly IJobStore _store;
    private readonly JobTypeRegistry _types;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly HandlerCalls _calls;
    private readonly Judge _judge;
    private readonly ProgressReporter _progress;
    private readonly EventFeed _feed;
    private readonly ILogger _logger;
    private readonly Guid _session;
    private readonly ConcurrentDictionary<ChunkKey, HeldChunk> _held = new();
    private readonly CancellationTokenSource _fenced = new();
    private readonly Slots _slots;
    private readonly CompletionBatcher _batcher;
    private readonly ClaimLoop _claims;
    private volatile bool _draining;

    public SessionRun(Guid session, WorkerParts parts)
    {
        (_session, _store, _types, _options, _clock) = (session, parts.Store, parts.Types, parts.Options, parts.Clock);
        (_calls, _judge, _progress, _feed, _logger) = (parts.Calls, parts.Judge, parts.Progress, parts.Feed, parts.Logger);
        _slots = new Slots(_options.Slots, _clock, RunChunkAsync, held => _held[held.Key] = held);
        _batcher = new CompletionBatcher(_store, _judge, _types, _clock, LetGo, _logger);
        _claims = new ClaimLoop(_store, _types, _options, parts.Ids, _clock, _logger);
    }

    /// <summary>Works until <paramref name="stopping"/>, then drains.</summary>
    /// <returns>True where the session was lost and another should begin; false after a drain.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        using var claiming = CancellationTokenSource.CreateLinkedTokenSource(stopping, _fenced.Token);
        using var beating = new CancellationTokenSource();
        using var feed = _feed.Subscribe();
        var slots = _slots.RunAsync();
        var records = Task.WhenAll(RecordAsync(), RecordAsync());
        var beats = BeatAsync(beating.Token);
        var revokes = StopQuietlyAsync(HearCancelsAsync(feed, beating.Token));
        var reports = StopQuietlyAsync(_progress.RunAsync(beating.Token));

        await StopQuietlyAsync(_claims.RunAsync(_session, _slots, claiming.Token));
        _draining = true;
        _slots.Complete();
        await DrainAsync(slots);
        _batcher.Complete();
        await records;
        await beating.CancelAsync();
        await Task.WhenAll(beats, revokes, reports);
        return _fenced.IsCancellationRequested;
    }

    public void Dispose() => _fenced.Dispose();

    private async Task BeatAsync(CancellationToken ct)
    {
        var heart = new Heartbeat(_store, _options, _clock, _logger);
        if (!await heart.RunAsync(_session, () => (_slots.Busy, _draining), Revoke, ct))
            return;
        await _fenced.CancelAsync();
        foreach (var held in _held.Values)
            held.Stop(StopReason.Fenced);
    }

    private async Task RecordAsync()
    {
        await Task.Yield();
        await StopQuietlyAsync(_batcher.RunAsync(_fenced.Token));
    }

    private async Task DrainAsync(Task slots)
    {
        foreach (var held in _slots.TakeWaiting())
            _batcher.Release(held);
        var grace = Task.Delay(_options.DrainGrace, _clock, _fenced.Token);
        await Task.WhenAny(slots, grace);
        foreach (var held in _held.Values)
            held.Stop(StopReason.Draining);
        await slots;
    }

    private async ValueTask RunChunkAsync(HeldChunk held)
    {
        var started = _clock.GetTimestamp();
        if (held.Reason is StopReason.Draining || !_types.TryGet(held.Chunk.Type, out var type))
        {
            _batcher.Release(held);
            return;
        }

        using var timeout = new CancellationTokenSource(type.AttemptTimeout, _clock);
        using var timed = timeout.Token.Register(() => held.Stop(StopReason.TimedOut));
        FinishedChunk? record;
        try
        {
            var called = await _calls.RunAsync(type, held, held.Stopped);
            record = called.Count == 0 ? null : _judge.Record(type, held, called, _clock.GetElapsedTime(started));
        }
        catch (StoreUnavailableException)
        {
            // A plan met the store's outage, perhaps in the middle of a commit: handed back, it starts over and skips what was stored.
            held.Stop(StopReason.Draining);
            record = null;
        }
        catch (Exception e)
        {
            record = _judge.RecordFailure(type, held, e, _clock.GetElapsedTime(started));
        }

        End(held, record);
    }

    private void End(HeldChunk held, FinishedChunk? record)
    {
        _progress.Forget(held);
        var stopped = record is null || record.Outcomes.Any(outcome => outcome.State is ItemState.Failed or ItemState.Retrying);
        if (held.Reason == StopReason.Draining && stopped)
            _batcher.Release(held);
        else if (held.Reason == StopReason.Fenced || record is null)
            LetGo(held); // whatever it did, the claim is gone
        else
            _batcher.Add(held, record);
    }

    private async Task HearCancelsAsync(EventSubscription feed, CancellationToken ct)
    {
        while (true)
        {
            var events = await feed.TakeAsync(ct);
            if (events.Count == 0)
                return;
            foreach (var change in events.Where(e => e.Kind == JobEventKind.Cancelled).SelectMany(e => e.Jobs))
            {
                foreach (var held in _held.Values.Where(held => held.Key.JobId == change.JobId))
                    held.Stop(StopReason.Revoked);
            }
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

    private void LetGo(HeldChunk held)
    {
        if (_held.TryRemove(held.Key, out _))
            held.Dispose();
    }

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
}
