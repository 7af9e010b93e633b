using System.Collections.Concurrent;
using Headway.Model;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>The session that holds what callers drive: opened with the first call, begun anew when lost.</summary>
internal sealed partial class DriverSession(
    IJobStore store, WorkerOptions options, ProgressReporter progress, IdSource ids, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<ChunkKey, HeldChunk> _held = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger = logger;
    private readonly ProgressReporter _progress = progress;
    private Life? _life;

    /// <summary>A live session.</summary>
    public async ValueTask<Guid> OpenAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_life is { Heart.Fenced.IsCancellationRequested: false } alive)
                return alive.Session;
            if (_life is { } dead)
                await dead.EndAsync();
            var aliveAt = clock.GetTimestamp();
            var session = Describe(ids.NewGuid());
            await store.OpenSessionAsync(session, options.Lease, ct);
            _life = new Life(session.Id, new Heartbeat(store, options, clock, _logger, session.Id, aliveAt), this);
            return session.Id;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Hold(HeldChunk held)
    {
        _held[held.Key] = held;
        if (_life is { Heart.Fenced.IsCancellationRequested: true })
            held.Stop(StopReason.Fenced);
    }

    public void LetGo(HeldChunk held) => _held.TryRemove(held.Key, out _);

    public void StopAll(StopReason reason)
    {
        foreach (var held in _held.Values)
            held.Stop(reason);
    }

    public async ValueTask DisposeAsync()
    {
        _closing.Cancel();
        if (_life is { } life)
        {
            await life.EndAsync();
            await CloseAsync(life.Session);
        }

        _closing.Dispose();
        _gate.Dispose();
    }

    private async ValueTask CloseAsync(Guid session)
    {
        using var late = new CancellationTokenSource(CloseWithin, clock);
        try
        {
            await store.CloseSessionAsync(session, late.Token);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            NotClosed(e.Message); // the reaper ends it when the lease runs out
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

    private WorkerSession Describe(Guid id) => new()
    {
        Id = id,
        Worker = $"{options.Name ?? $"{Environment.MachineName}:{Environment.ProcessId}"} (driver)",
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Version = WorkerHost.Version,
        MemoryBytes = Environment.WorkingSet,
        Queues = [],
        Types = [],
    };

    /// <summary>One life of the session with its loops.</summary>
    private sealed class Life
    {
        private readonly DriverSession _owner;
        private readonly CancellationTokenSource _done;
        private readonly CancellationTokenRegistration _fence;
        private readonly Task _loops;

        public Life(Guid session, Heartbeat heart, DriverSession owner)
        {
            (Session, Heart, _owner) = (session, heart, owner);
            _done = CancellationTokenSource.CreateLinkedTokenSource(owner._closing.Token);
            _fence = heart.Fenced.Register(() => owner.StopAll(StopReason.Fenced));
            var beats = heart.RunAsync(() => (owner._held.Count, false, [.. owner._held.Keys]), owner.Revoke, _done.Token);
            _loops = Task.WhenAll(beats, ReportAsync());
        }

        public Guid Session { get; }

        public Heartbeat Heart { get; }

        public async ValueTask EndAsync()
        {
            _done.Cancel();
            await _loops;
            _fence.Dispose();
            Heart.Dispose();
            _done.Dispose();
        }

        private async Task ReportAsync()
        {
            try
            {
                await _owner._progress.RunAsync(_done.Token);
            }
            catch (OperationCanceledException)
            {
                // how a loop is told to stop
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The driver's session was not closed: {Reason}; its lease will run out")]
    private partial void NotClosed(string reason);
}
