using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>Keeps a session alive, hears which claims to let go of, and fences the session when it could not beat for too long.</summary>
internal sealed partial class Heartbeat(IJobStore store, WorkerOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private TimeSpan _cpu;
    private long _cpuAt;

    /// <summary>Beats until stopped.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="load">Slots in use and whether it drains, asked at each beat.</param>
    /// <param name="revoke">Called with claims to let go of.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>True where the session was lost; false where <paramref name="ct"/> stopped it.</returns>
    public async Task<bool> RunAsync(
        Guid session, Func<(int Busy, bool Draining)> load, Action<IReadOnlyList<ChunkKey>> revoke, CancellationToken ct)
    {
        var alive = clock.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(options.Beat, clock, ct);
                var (lost, revoked, started) = await BeatAsync(session, load(), alive, ct);
                if (lost)
                    return true;
                alive = started;
                revoke(revoked);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async ValueTask<(bool Lost, IReadOnlyList<ChunkKey> Revoked, long Started)> BeatAsync(
        Guid session, (int Busy, bool Draining) load, long alive, CancellationToken ct)
    {
        while (true)
        {
            var started = clock.GetTimestamp();
            var left = options.SelfFence - clock.GetElapsedTime(alive, started);
            if (left <= TimeSpan.Zero)
            {
                Fenced(options.SelfFence);
                return (true, [], started);
            }

            using var fence = new CancellationTokenSource(left, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, fence.Token);
            try
            {
                var beat = new Beat(session, options.Lease, load.Busy, Cpu(started), Environment.WorkingSet, load.Draining);
                if (await store.BeatAsync(beat, either.Token) is { } revoked)
                    return (false, revoked, started);
                SessionEnded();
                return (true, [], started);
            }
            catch (StoreUnavailableException e)
            {
                BeatFailed(e.Message);
                await Task.Delay(Retry, clock, ct);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                Fenced(options.SelfFence);
                return (true, [], started);
            }
        }
    }

    private double? Cpu(long now)
    {
        var used = Environment.CpuUsage.TotalTime;
        var wall = clock.GetElapsedTime(_cpuAt, now);
        double? share = _cpuAt == 0 || wall <= TimeSpan.Zero ? null : Math.Max(0, (used - _cpu) / wall);
        (_cpu, _cpuAt) = (used, now);
        return share;
    }

    [LoggerMessage(LogLevel.Warning, "A beat failed: {Reason}")]
    private partial void BeatFailed(string reason);

    [LoggerMessage(LogLevel.Error, "No beat for {Time}: the session stopped everything it ran and starts anew")]
    private partial void Fenced(TimeSpan time);

    [LoggerMessage(LogLevel.Error, "The session had ended in the store: everything it ran is lost, and it starts anew")]
    private partial void SessionEnded();
}
