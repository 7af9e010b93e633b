using Headway.Model;
using Headway.Stats;
using Headway.Store;

namespace Headway.Tests.Stats;

/// <summary>Estimates are held against jobs that are played out item by item over slots.</summary>
public sealed class EtaTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(10, 4)]
    [InlineData(100, 4)]
    [InlineData(1000, 16)]
    public void half_end_by_the_first_time_and_most_by_the_second(int items, int slots)
    {
        var random = new Random(items);
        var history = History(random, 5000);
        var eta = Eta.Of(new EtaFacts { Left = items, FreeSlots = slots }, history);
        Assert.NotNull(eta);
        var played = Enumerable.Range(0, 400).Select(_ => PlayOut(random, items, slots)).Order().ToList();
        var median = played[200];
        Assert.InRange(eta.Value.P50.TotalSeconds / median, 0.75, 1.25);
        Assert.InRange(played.Count(end => end <= eta.Value.P90.TotalSeconds) / 400.0, 0.8, 0.98);
    }

    [Fact]
    public void what_a_job_has_shown_itself_outweighs_its_type()
    {
        var history = History(new Random(1), 1000);
        var facts = new EtaFacts { Left = 1000, Done = 1000, Slots = 4, Started = true, Elapsed = TimeSpan.FromSeconds(5000) };
        var eta = Eta.Of(facts, history);
        Assert.InRange(eta!.Value.P50.TotalSeconds, 4500, 5500);
    }

    [Fact]
    public void a_single_item_that_tells_its_progress_is_believed()
    {
        var eta = Eta.Of(new EtaFacts { Left = 1, Slots = 1, Started = true, Elapsed = TimeSpan.FromSeconds(30), Percent = 25 }, null);
        Assert.Equal(TimeSpan.FromSeconds(90), eta!.Value.P50);
    }

    [Fact]
    public void the_longer_a_single_item_has_run_the_less_is_said()
    {
        var history = History(new Random(2), 5000);
        Assert.NotNull(One(TimeSpan.Zero));
        Assert.True(One(TimeSpan.FromSeconds(0.5))!.Value.P50 < One(TimeSpan.Zero)!.Value.P50 * 1.3);
        Assert.Null(One(TimeSpan.FromHours(1)));

        Eta? One(TimeSpan elapsed) => Eta.Of(new EtaFacts { Left = 1, Slots = 1, Started = true, Elapsed = elapsed }, history);
    }

    [Fact]
    public void nothing_is_said_where_nothing_is_known()
    {
        Assert.Null(Eta.Of(new EtaFacts { Left = 5, Slots = 1, Started = true }, null));
        Assert.Null(Eta.Of(new EtaFacts { Left = 0 }, History(new Random(1), 100)));
        Assert.Null(Eta.Of(new EtaFacts { Left = 5, Stopped = true }, History(new Random(1), 100)));
        Assert.Null(Eta.Of(new EtaFacts { Left = 5 }, History(new Random(1), 100))); // waits, and no wait is known
        Assert.Null(Eta.Of(new EtaFacts { Left = 5, FreeSlots = 1 }, History(new Random(1), 3))); // too few
    }

    [Fact]
    public void a_job_that_waits_takes_its_wait_and_its_run()
    {
        var history = History(new Random(3), 1000);
        history.WaitTimes.Add(DurationHistogram.BucketOf(TimeSpan.FromMinutes(10)), 100);
        var run = Eta.Of(new EtaFacts { Left = 4, FreeSlots = 1 }, history)!.Value;
        var waits = Eta.Of(new EtaFacts { Left = 4, Elapsed = TimeSpan.FromMinutes(4) }, history)!.Value;
        Assert.InRange((waits.P50 - run.P50).TotalMinutes, 5, 7);
        var due = Eta.Of(new EtaFacts { Left = 4, DueIn = TimeSpan.FromHours(3) }, history)!.Value;
        Assert.Equal(3, (due.P50 - run.P50).TotalHours, 0.01);
    }

    [Theory]
    [InlineData(0, 1, 0.5, false)]
    [InlineData(0, 1, 60, true)]
    [InlineData(0, 2, 60, false)]
    [InlineData(10, 20, 10, false)]
    [InlineData(10, 20, 90, true)]
    public void slow_is_slower_than_nineteen_of_twenty(int done, int total, double seconds, bool slow)
    {
        var job = Running(done, total, TimeSpan.FromSeconds(seconds));
        Assert.Equal(slow, Outlook.Of(job, Now, 1, 0, History(new Random(4), 1000)).Slow);
        Assert.False(Outlook.Of(job, Now, 1, 0, null).Slow);
    }

    [Theory]
    [InlineData(1, 4.9, false)]
    [InlineData(1, 5.1, true)]
    [InlineData(240, 5.1, false)]
    [InlineData(240, 90, true)]
    public void stuck_waits_for_five_minutes_and_five_times_the_usual(double usual, double minutes, bool stuck)
    {
        var history = new StatsRow { Key = "t" };
        history.RunTimes.Add(DurationHistogram.BucketOf(TimeSpan.FromSeconds(usual)), 100);
        var job = Running(1, 5, TimeSpan.FromMinutes(minutes));
        Assert.Equal(stuck, Outlook.Of(job, Now, 1, 0, history).Stuck);
        Assert.Equal(minutes > 5, Outlook.Of(job, Now, 1, 0, null).Stuck);
        Assert.False(Outlook.Of(job with { Status = JobStatus.Paused }, Now, 1, 0, null).Stuck);
    }

    private static Job Running(int done, int total, TimeSpan since) => new()
    {
        Id = new JobId(Guid.Empty),
        Org = "o",
        Type = "t",
        Queue = "q",
        Config = "{}",
        Labels = new Dictionary<string, string>(),
        Status = JobStatus.Running,
        Planned = true,
        Counts = new JobCounts(total, 1, 0, 0, done, 0, 0, 0),
        CreatedAt = Now - since,
        StartedAt = Now - since,
        ActiveAt = Now - since,
    };

    /// <summary>Times of items: exponential with a mean of two seconds, and a tenth of a second at least.</summary>
    private static double Draw(Random random) => 0.1 - 1.9 * Math.Log(1 - random.NextDouble());

    private static StatsRow History(Random random, int items)
    {
        var row = new StatsRow { Key = "t" };
        for (var i = 0; i < items; i++)
            row.RunTimes.Add(DurationHistogram.BucketOf(TimeSpan.FromSeconds(Draw(random))), 1);
        return row;
    }

    private static double PlayOut(Random random, int items, int slots)
    {
        var free = new PriorityQueue<double, double>();
        for (var i = 0; i < slots; i++)
            free.Enqueue(0, 0);
        var end = 0.0;
        for (var i = 0; i < items; i++)
        {
            var ends = free.Dequeue() + Draw(random);
            end = Math.Max(end, ends);
            free.Enqueue(ends, ends);
        }

        return end;
    }
}
