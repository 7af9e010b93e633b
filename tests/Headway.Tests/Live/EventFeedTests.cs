using Headway.Live;
using Headway.Model;
using Headway.Sim;
using Headway.Store;
using Headway.Tests.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headway.Tests.Live;

public sealed class EventFeedTests : IAsyncDisposable
{
    private readonly SimClock _clock = new();
    private readonly SimStore _store;
    private readonly FlakyStore _line;
    private readonly EventFeed _feed;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public EventFeedTests()
    {
        _store = new SimStore(_clock);
        _line = new FlakyStore(_store);
        _feed = new EventFeed(_line, _clock, NullLogger<EventFeed>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task reader_gets_every_event_in_order()
    {
        Start();
        using var reader = _feed.Subscribe();
        for (var i = 0; i < 10; i++)
            await EnqueueAsync();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), await TakeAsync(reader, 10));
        Assert.False(reader.TakeLagged());
        Assert.Equal(10, _feed.Position);
    }

    [Fact]
    public async Task reader_of_a_feed_that_has_not_begun_is_told_that_it_lags()
    {
        await EnqueueAsync();
        using var reader = _feed.Subscribe();
        await EnqueueAsync(); // after the reader's snapshot, before the feed knows where it begins
        Start();
        Assert.Equal([2], await TakeAsync(reader, 1));
        Assert.True(reader.TakeLagged());
        Assert.False(reader.TakeLagged());
    }

    [Fact]
    public async Task reader_that_is_too_slow_is_told_and_loses_the_oldest()
    {
        Start();
        using var slow = _feed.Subscribe();
        using var quick = _feed.Subscribe();
        for (var i = 0; i < EventSubscription.Capacity + 1; i++)
        {
            await EnqueueAsync();
            await TakeAsync(quick, 1);
        }

        var taken = await TakeAsync(slow, EventSubscription.Capacity);
        Assert.Equal((2, EventSubscription.Capacity + 1), (taken[0], taken[^1]));
        Assert.True(slow.TakeLagged());
        Assert.False(quick.TakeLagged());
    }

    [Fact]
    public async Task full_buffer_has_lost_nothing()
    {
        Start();
        using var reader = _feed.Subscribe();
        using var quick = _feed.Subscribe();
        for (var i = 0; i < EventSubscription.Capacity; i++)
        {
            await EnqueueAsync();
            await TakeAsync(quick, 1);
        }

        Assert.False(reader.TakeLagged());
        Assert.Equal(EventSubscription.Capacity, (await TakeAsync(reader, EventSubscription.Capacity)).Count);
    }

    [Fact]
    public async Task nothing_is_missed_while_the_store_is_away()
    {
        Start();
        using var reader = _feed.Subscribe();
        await EnqueueAsync();
        await TakeAsync(reader, 1);
        _line.Down = true;
        await EnqueueAsync();
        await EnqueueAsync();
        _line.Down = false;
        var taking = TakeAsync(reader, 2);
        while (!taking.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal([2, 3], await taking);
    }

    [Fact]
    public async Task event_between_a_read_and_the_wait_is_given_without_waiting()
    {
        var sneaked = 0;
        _line.After = async (name, _) =>
        {
            if (name == "ReadEventsAsync" && Interlocked.Increment(ref sneaked) == 1)
                await EnqueueAsync(); // right after the feed has read that there is nothing
        };
        using var reader = _feed.Subscribe();
        Start();
        Assert.Equal([1], await TakeAsync(reader, 1)); // time stands still: only the second read can have found it
    }

    [Fact]
    public async Task feed_that_stops_closes_its_readers()
    {
        Start();
        using var reader = _feed.Subscribe();
        await _stop.CancelAsync();
        Assert.Empty(await reader.TakeAsync(Ct));
        await _running;
        using var late = _feed.Subscribe();
        Assert.Empty(await late.TakeAsync(Ct));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _feed.Dispose();
        _store.Dispose();
    }

    private void Start() => _running = _feed.RunAsync(_stop.Token);

    private async ValueTask EnqueueAsync() => await _store.EnqueueAsync(
        [new EnqueuedJob(new JobId(Guid.CreateVersion7()), new NewJob { Type = "told" }, false, false, 1, 1)], Ct);

    private static async Task<IReadOnlyList<long>> TakeAsync(EventSubscription reader, int count)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        var taken = new List<long>();
        while (taken.Count < count)
            taken.AddRange((await reader.TakeAsync(late.Token)).Select(one => one.Id));
        return taken;
    }
}
