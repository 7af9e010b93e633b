using System.Diagnostics.CodeAnalysis;
using Headway.Handlers;
using Headway.Store;

namespace Headway.Worker;

/// <summary>A chunk in this session's hands, from its claim until its outcome is recorded, handed back or lost.</summary>
/// <param name="chunk">The chunk.</param>
/// <param name="givenAt">Timestamp of its claim's answer; of the first question, where that was answered only when it was repeated.</param>
[SuppressMessage("Design", "CA1001", Justification = "no timer, no wait handle; disposing it would race with who stops it late")]
internal sealed class HeldChunk(ClaimedChunk chunk, long givenAt)
{
    private readonly CancellationTokenSource _stop = new();
    private volatile Task _stopping = Task.CompletedTask;
    private volatile Task _reactions = Task.CompletedTask;
    private int _reason;
    private List<NamedCall>? _calls;

    public ClaimedChunk Chunk { get; } = chunk;

    public ChunkKey Key => Chunk.Key;

    public long GivenAt { get; } = givenAt;

    /// <summary>What its handlers report to have used.</summary>
    public Meter Meter { get; } = new();

    public CancellationToken Stopped => _stop.Token;

    /// <summary>Ends when the handler's own reactions to being stopped have run; fails with what they threw.</summary>
    public Task Stopping => _reactions.IsCompletedSuccessfully ? _stopping : Task.WhenAll(_stopping, _reactions);

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>One of its items was told to stop, the chunk was not; for one item at a time.</summary>
    public void Reacts(Task reaction) =>
        _reactions = _reactions.IsCompletedSuccessfully ? reaction : Task.WhenAll(_reactions, reaction);

    /// <summary>Any of its items said that it calls something.</summary>
    public bool HasCalls => _calls is not null;

    /// <summary>An item says what it calls.</summary>
    public void Calls(int no, string destination, DateTimeOffset? probe = null)
    {
        lock (_stop)
        {
            _calls ??= [];
            if (probe is not null || !_calls.Exists(call => call.No == no && call.Destination == destination))
                _calls.Add(new NamedCall(no, destination, probe));
        }
    }

    /// <summary>What an item said it calls, each destination once.</summary>
    public IReadOnlyList<NamedCall> CallsOf(int no)
    {
        if (_calls is null)
            return [];
        lock (_stop)
            return [.. _calls.Where(call => call.No == no)];
    }

    /// <summary>
    /// Tells the handler to stop; the first reason stands, but a lost session overrules it. Runs nothing of the handler here.
    /// </summary>
    public void Stop(StopReason reason)
    {
        var first = Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None);
        if (reason == StopReason.Fenced)
            Volatile.Write(ref _reason, (int)reason);
        if (first == (int)StopReason.None)
            _stopping = CancelAsync();
    }

    /// <summary>The handler may react to being stopped with slow or failing code, and whoever stops it must go on beating.</summary>
    private async Task CancelAsync()
    {
        await Task.Yield();
        _stop.Cancel();
    }
}
