using Headway.Sim;
using Headway.Store;
using Headway.Worker;

namespace Headway.Tests.Worker;

public sealed class SlotsTests
{
    private readonly SimClock _clock = new();
    private readonly List<HeldChunk> _held = [];
    private int _ended;

    [Fact]
    public async Task nothing_is_claimed_ahead_before_it_is_known_to_be_short()
    {
        var slots = new Slots(4, _clock, _ => ValueTask.CompletedTask, _held.Add);
        Assert.Equal(4, await slots.RoomAsync(CancellationToken.None));
        Assert.False(slots.WorkIsShort);
    }

    [Fact]
    public async Task short_work_is_claimed_ahead_and_long_work_is_not()
    {
        var time = TimeSpan.Zero;
        var slots = new Slots(2, _clock, _ => Work(), _held.Add);
        var running = slots.RunAsync();
        await RunAsync(slots, 400);
        Assert.InRange(await slots.RoomAsync(CancellationToken.None), 100, 502);
        Assert.True(slots.WorkIsShort);

        time = TimeSpan.FromSeconds(1);
        await RunAsync(slots, 12);
        Assert.Equal(2, await slots.RoomAsync(CancellationToken.None));
        slots.Complete();
        await running;

        ValueTask Work()
        {
            if (time > TimeSpan.Zero)
                _clock.Advance(time);
            Interlocked.Increment(ref _ended);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void what_waits_too_long_is_taken_back()
    {
        var slots = new Slots(1, _clock, _ => ValueTask.CompletedTask, _held.Add); // not running: everything waits
        slots.Give(Chunk(), _clock.GetTimestamp());
        slots.Give(Chunk(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Empty(slots.TakeWaiting(TimeSpan.FromSeconds(1)));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(_held, slots.TakeWaiting(TimeSpan.FromSeconds(1)));
    }

    private async Task RunAsync(Slots slots, int chunks)
    {
        for (var i = 0; i < chunks; i++)
        {
            await slots.RoomAsync(TestContext.Current.CancellationToken);
            slots.Give(Chunk(), _clock.GetTimestamp());
            while (Volatile.Read(ref _ended) < _held.Count)
                await Task.Yield();
        }
    }

    private static ClaimedChunk Chunk() =>
        new(default, ChunkKind.Work, "default", "told", "{}", null, null, 1, 1, 1, [new ClaimedItem(1, null, null)]);
}
