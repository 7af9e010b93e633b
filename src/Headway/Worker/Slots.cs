using System.Threading.Channels;
using Headway.Store;

namespace Headway.Worker;

/// <summary>
/// The places where chunks run: as many loops as there are slots, over one queue. Measures how long chunks take, so that very short ones
/// are claimed ahead: never more than run within about 50 ms.
/// </summary>
internal sealed class Slots(int count, TimeProvider clock, Func<HeldChunk, ValueTask> run, Action<HeldChunk> held)
{
    private const int MaxAhead = 500;
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    // Unbounded by itself: the claim loop asks for room first.
    private readonly Channel<HeldChunk> _waiting = Channel.CreateUnbounded<HeldChunk>();
    private readonly Lock _gate = new();
    private readonly long?[] _started = new long?[count];
    private TaskCompletionSource? _roomWanted;
    private double _seconds = 1; // moving average of a chunk's time; starts slow, so nothing is claimed ahead before it is measured
    private int _inFlight;
    private int _busy;

    /// <summary>Slots that run something.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Whether chunks are so short that they are claimed ahead.</summary>
    public bool WorkIsShort { get; private set; }

    /// <summary>Waits until chunks can be taken.</summary>
    /// <returns>How many, at least 1.</returns>
    public async ValueTask<int> RoomAsync(CancellationToken ct)
    {
        while (true)
        {
            TaskCompletionSource wanted;
            lock (_gate)
            {
                var ahead = AheadNow();
                WorkIsShort = ahead >= count;
                var room = count + ahead - _inFlight;
                // With work claimed ahead, half of it is fetched at a time: few large claims instead of many small ones.
                if (room >= Math.Max(1, ahead / 2))
                    return room;
                wanted = _roomWanted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            // Awaited itself: Task.WaitAsync of such a source would leave the simulation's scheduler.
            using var given = ct.Register(() => wanted.TrySetCanceled(ct));
            await wanted.Task;
        }
    }

    /// <summary>Takes a claimed chunk.</summary>
    /// <param name="chunk">What was claimed.</param>
    /// <param name="givenAt">Timestamp from which on the chunk counts as waiting here.</param>
    public void Give(ClaimedChunk chunk, long givenAt)
    {
        var mine = new HeldChunk(chunk, givenAt);
        held(mine);
        lock (_gate)
            _inFlight++;
        _waiting.Writer.TryWrite(mine);
    }

    /// <summary>Takes no more; <see cref="RunAsync"/> ends when the queue is empty.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Takes back what no slot has started, where the first of it has waited so long: other workers may have room.</summary>
    public List<HeldChunk> TakeWaiting(TimeSpan longerThan)
    {
        var taken = new List<HeldChunk>();
        if (!_waiting.Reader.TryPeek(out var first) || clock.GetElapsedTime(first.GivenAt) < longerThan)
            return taken;
        while (_waiting.Reader.TryRead(out var next))
        {
            taken.Add(next);
            Ended();
        }

        return taken;
    }

    /// <summary>Runs every slot until <see cref="Complete"/>.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, count).Select(RunOneAsync));

    private async Task RunOneAsync(int slot)
    {
        await Task.Yield();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var next))
            {
                Interlocked.Increment(ref _busy);
                var started = clock.GetTimestamp();
                lock (_gate)
                    _started[slot] = started;
                await run(next);
                Interlocked.Decrement(ref _busy);
                Measure(slot, clock.GetElapsedTime(started).TotalSeconds);
                Ended();
            }
        }
    }

    /// <summary>How many chunks the slots that do not sit on a long one would run within 50 ms; under the gate.</summary>
    private int AheadNow()
    {
        var quick = 0;
        foreach (var started in _started)
        {
            if (started is null || clock.GetElapsedTime(started.Value) < Ahead)
                quick++;
        }

        return (int)Math.Min(MaxAhead, quick * Ahead.TotalSeconds / Math.Max(_seconds, 1e-6) / 2);
    }

    private void Measure(int slot, double seconds)
    {
        lock (_gate)
        {
            _started[slot] = null;
            _seconds += (seconds - _seconds) * (seconds > _seconds ? 0.5 : 0.05); // quick to slow down, slow to speed up
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
