using Headway.Handlers;
using Headway.Store;
using Microsoft.Extensions.Logging;

namespace Headway.Worker;

/// <summary>A chunk from its handler to its record, for drivers that hold one chunk at a time.</summary>
internal sealed partial class ChunkCalls(
    HandlerCalls calls, Judge judge, ProgressReporter progress, TimeProvider clock, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Runs the handler; it is told to stop when its time is up.</summary>
    /// <returns>What to record; null where the chunk is to be handed back unspent.</returns>
    public async ValueTask<FinishedChunk?> RunAsync(JobType type, HeldChunk held, TimeSpan time)
    {
        var started = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock);
        using var timed = timeout.Token.Register(() => held.Stop(StopReason.TimedOut));
        try
        {
            var called = await calls.RunAsync(type, held, held.Stopped);
            var stopped = called.Count == 0 || called.Any(call => call.Thrown is OperationCanceledException);
            return stopped && held.Reason == StopReason.Draining || called.Count == 0
                ? null
                : judge.Record(type, held, called, clock.GetElapsedTime(started));
        }
        catch (StoreUnavailableException)
        {
            return null; // a plan met the store's outage: handed back, it starts over and skips what was stored
        }
        catch (Exception e)
        {
            return e is OperationCanceledException && held.Reason == StopReason.Draining
                ? null
                : judge.RecordFailure(type, held, e, clock.GetElapsedTime(started));
        }
        finally
        {
            await ReactionsAsync(held);
            progress.Forget(held);
        }
    }

    /// <summary>The record of a chunk whose effects failed: nothing else of it was recorded.</summary>
    public FinishedChunk Failed(JobType type, HeldChunk held, Exception thrown, ChunkUsage usage) =>
        judge.RecordFailure(type, held, thrown, usage.Busy);

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

    [LoggerMessage(LogLevel.Warning, "A handler of {Type} failed while it was being stopped, in {Job}")]
    private partial void ReactionFailed(string type, string job, Exception exception);
}
