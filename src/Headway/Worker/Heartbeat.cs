using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>
/// Keeps a session alive and hears which claims to let go of. The fence is a timer of its own that every beat puts off:
/// it falls even while a beat hangs. It is first set by the timestamp from before the session was opened: no later than its lease began.
/// </summary>
internal sealed partial class Heartbeat(
    IJobStore store, WorkerOptions options, TimeProvider clock, ILogger logger, Guid session, long aliveAt) : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _fence = new(Left(options, clock.GetElapsedTime(aliveAt)), clock);
    private TimeSpan _cpu;
    private long _cpuAt;
    private bool _ended;
    private long _tookAt;

    /// <summary>Fires when the session is lost, or must be taken for lost.</summary>
    public CancellationToken Fenced => _fence.Token;

    /// <summary>A claim took something; the next beat tells.</summary>
    public void Took() => Interlocked.Exchange(ref _tookAt, clock.GetTimestamp());

    /// <summary>Beats until the session is lost or <paramref name="ct"/> stops it.</summary>
    /// <param name="load">Slots in use, whether it drains and what it has held for a while, asked at each beat.</param>
    /// <param name="revoke">Called with claims to let go of, after every beat.</param>
    /// <param name="ct">Stops it.</param>
    public async Task RunAsync(
        Func<(int Busy, bool Draining, IReadOnlyCollection<ChunkKey> Held)> load, Action<IReadOnlyList<ChunkKey>> revoke,
        CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, Fenced);
        try
        {
            var wait = options.Beat;
            while (true)
            {
                await Task.Delay(wait, clock, either.Token);
                wait = await BeatAsync(load(), revoke, either.Token) ? options.Beat : Retry;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (Fenced.IsCancellationRequested && !_ended)
                FenceFell(options.SelfFence);
        }
    }

    public void Dispose() => _fence.Dispose();

    private async ValueTask<bool> BeatAsync(
        (int Busy, bool Draining, IReadOnlyCollection<ChunkKey> Held) load, Action<IReadOnlyList<ChunkKey>> revoke, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        try
        {
            var (cpu, memory) = options.Usage();
            var beat = new Beat(session, options.Lease, load.Busy, Share(cpu, started), memory, load.Draining, Idle(started))
            {
                ClockAt = clock.GetUtcNow(),
                Held = load.Held,
            };
            if (await store.BeatAsync(beat, ct) is { } revoked)
            {
                _fence.CancelAfter(Left(options, clock.GetElapsedTime(started)));
                revoke(revoked);
                return true;
            }

            _ended = true;
            SessionHadEnded();
            _fence.Cancel(); // on this thread: CancelAsync would leave the scheduler of the simulation
        }
        catch (StoreUnavailableException e)
        {
            BeatWaits(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BeatFailed(e);
        }

        return false;
    }

    private static TimeSpan Left(WorkerOptions options, TimeSpan gone) =>
        gone < options.SelfFence ? options.SelfFence - gone : TimeSpan.Zero;

    private TimeSpan? Idle(long now)
    {
        var took = Interlocked.Read(ref _tookAt);
        return took == 0 ? null : clock.GetElapsedTime(took, Math.Max(took, now));
    }

    private double? Share(TimeSpan used, long now)
    {
        var wall = clock.GetElapsedTime(_cpuAt, now);
        double? share = _cpuAt == 0 || wall <= TimeSpan.Zero ? null : Math.Max(0, (used - _cpu) / wall);
        (_cpu, _cpuAt) = (used, now);
        return share;
    }

    [LoggerMessage(LogLevel.Warning, "A beat waits for the store: {Reason}")]
    private partial void BeatWaits(string reason);

    [LoggerMessage(LogLevel.Error, "A beat failed")]
    private partial void BeatFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "No beat for {Time}: the session stopped everything it ran and starts anew")]
    private partial void FenceFell(TimeSpan time);

    [LoggerMessage(LogLevel.Error, "The session had ended in the store: everything it ran is lost, and it starts anew")]
    private partial void SessionHadEnded();
}
