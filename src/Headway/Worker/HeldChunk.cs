using Headway.Store;

namespace Headway.Worker;

/// <summary>A chunk in this session's hands, from its claim until its outcome is recorded, handed back or lost.</summary>
internal sealed class HeldChunk(ClaimedChunk chunk) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _reason;

    public ClaimedChunk Chunk { get; } = chunk;

    public ChunkKey Key => Chunk.Key;

    public CancellationToken Stopped => _stop.Token;

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Tells the handler to stop; the first reason stands, but a lost session overrules it.</summary>
    public void Stop(StopReason reason)
    {
        var first = Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None);
        if (reason == StopReason.Fenced)
            Volatile.Write(ref _reason, (int)reason);
        if (first == (int)StopReason.None)
            _stop.Cancel();
    }

    public void Dispose() => _stop.Dispose();
}
