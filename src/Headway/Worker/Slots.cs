using System.Threading.Channels;
using Headway.Store;

namespace Headway.Worker;

/// <summary>
/// The places where chunks run: as many loops as there are slots, over one queue. Measures how long chunks take, so that very short ones
/// are claimed ahead: never more than run within about 50 ms.
/// </summary>
internal sealed class Slots(int count, TimeProvider clock, Func<HeldChunk, ValueTask> run, Action<HeldChunk> held)
{
    private const double Ahead = 0.050;
    private const int MaxAhead = 500;

    // Unbounded by itself: the claim loop asks for room first.
    private readonly Channel<HeldChunk> _waiting = Channel.CreateUnbounded<HeldChunk>();
    private readonly Lock _gate = new();
    private TaskCompletionSource? _roomWanted;
    private double _seconds = 1; // moving average of a chunk's time; starts slow, so nothing is claimed ahead before it is measured
    private int _inFlight;
    private int _busy;

    /// <summary>Slots that run something.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Waits until chunks can be taken.</summary>
    /// <returns>How many, at least 1.</returns>
    public async ValueTask<int> RoomAsync(CancellationToken ct)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                var capacity = count + (int)Math.Min(MaxAhead, count * Ahead / Math.Max(_seconds, 1e-6) / 2);
                var room = capacity - _inFlight;
                // With work claimed ahead, half of it is fetched at a time: few large claims instead of many small ones.
                if (room >= Math.Max(1, (capacity - count) / 2))
                    return room;
                _roomWanted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _roomWanted.Task;
            }

            await wait.WaitAsync(ct);
        }
    }

    /// <summary>Takes a claimed chunk.</summary>
    public void Give(ClaimedChunk chunk)
    {
        var mine = new HeldChunk(chunk);
        held(mine);
        lock (_gate)
            _inFlight++;
        _waiting.Writer.TryWrite(mine);
    }

    /// <summary>Takes no more; <see cref="RunAsync"/> ends when the queue is empty.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Takes back what no slot has started.</summary>
    public List<HeldChunk> TakeWaiting()
    {
        var taken = new List<HeldChunk>();
        while (_waiting.Reader.TryRead(out var next))
        {
            taken.Add(next);
            Ended();
        }

        return taken;
    }

    /// <summary>Runs every slot until <see cref="Complete"/>.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunOneAsync()));

    private async Task RunOneAsync()
    {
        await Task.Yield();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var next))
            {
                Interlocked.Increment(ref _busy);
                var started = clock.GetTimestamp();
                await run(next);
                var seconds = clock.GetElapsedTime(started).TotalSeconds;
                Interlocked.Decrement(ref _busy);
                lock (_gate)
                    _seconds += (seconds - _seconds) * (seconds > _seconds ? 0.5 : 0.05); // quick to slow down, slow to speed up
                Ended();
            }
        }
    }

    private void Ended()
    {
        TaskCompletionSource? wanted;
        lock (_gate)
        {
            _inFlight--;
            (wanted, _roomWanted) = (_roomWanted, null);
        }

        wanted?.TrySetResult();
    }
}
