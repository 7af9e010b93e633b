using Headway.Handlers;
using Headway.Store;

namespace Headway.Worker;

/// <summary>The time of one item's attempt, where a handler gets the items of a chunk one by one.</summary>
internal sealed class ItemTime : IAsyncDisposable
{
    private readonly HeldChunk _held;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenRegistration _timed;
    private volatile Task _reaction = Task.CompletedTask;
    private volatile bool _isOut;

    public ItemTime(HeldChunk held, TimeSpan limit, TimeProvider clock)
    {
        _held = held;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(held.Stopped);
        _timer = new CancellationTokenSource(limit, clock);
        _timed = _timer.Token.Register(End);
    }

    /// <summary>Tells the handler to stop: this item's time is up, or the whole chunk is stopped.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>The time was up before the attempt ended.</summary>
    public bool IsOut => _isOut;

    /// <summary>
    /// Whether a chunk's items have a time each. A chunk of one is timed as a whole, which costs less and is the same.
    /// </summary>
    public static bool IsFor(JobType type, ClaimedChunk chunk) =>
        chunk.Kind == ChunkKind.Work && chunk.Items.Count > 1 && !type.Handler.IsAssignableTo(typeof(IChunkHandler));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timed.DisposeAsync();
        await Task.WhenAny(_reaction); // a failure of it is the chunk's to tell
        _timer.Dispose();
        _stop.Dispose();
    }

    private void End()
    {
        _isOut = true;
        _reaction = CancelAsync();
        _held.Reacts(_reaction);
    }

    /// <summary>What the handler does when it is stopped must not run, or fail, on the clock's thread.</summary>
    private async Task CancelAsync()
    {
        await Task.Yield();
        _stop.Cancel();
    }
}
