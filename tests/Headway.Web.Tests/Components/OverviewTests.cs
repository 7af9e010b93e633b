using Headway.Model;
using Headway.Store;
using Headway.Web.Dashboard.Pages;
using Xunit;

namespace Headway.Web.Tests.Components;

public sealed class OverviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 34, 56, TimeSpan.Zero);

    [Fact]
    public void every_bucket_of_the_store_is_in_exactly_one_bar()
    {
        foreach (var period in Period.All)
        {
            var start = period.Start(Now);
            var buckets = Enumerable.Range(0, 40).Select(i => new ThroughputBucket(
                start + (i % (int)(period.Length / period.Bucket) * period.Bucket), i % 2 == 0 ? "a" : "b", 3, 1, TimeSpan.Zero)).ToList();

            var bars = period.Bars(buckets, Now);

            Assert.Equal(120, bars.Sum(bar => bar.Completed));
            Assert.Equal(40, bars.Sum(bar => bar.Failed));
        }
    }

    [Fact]
    public void the_last_bar_is_the_one_that_holds_now()
    {
        foreach (var period in Period.All)
        {
            var last = period.Bars([], Now)[^1].At;

            Assert.True(last <= Now && Now < last + period.Bucket, $"{period.Slug}: {last}");
        }
    }

    [Fact]
    public void an_unknown_period_is_the_default() => Assert.Equal("24h", Period.Parse("17y").Slug);

    [Fact]
    public void waiting_jobs_without_a_worker_are_the_first_thing_said()
    {
        var health = Health.Of(new Dictionary<JobStatus, long> { [JobStatus.Queued] = 3 }, [], Now);

        Assert.Equal(("bad", "No worker is running, and 3 jobs wait"), (health.Tone, health.Sentence));
    }

    [Fact]
    public void a_worker_without_a_beat_for_20_seconds_counts_no_more()
    {
        var counts = new Dictionary<JobStatus, long> { [JobStatus.Running] = 1 };

        var health = Health.Of(counts, [Session(Now.AddSeconds(-21)), Session(Now.AddSeconds(-4))], Now);

        Assert.Equal(("warn", 1, 4), (health.Tone, health.Workers, health.Slots));
    }

    [Fact]
    public void a_session_that_ended_is_no_worker()
    {
        var health = Health.Of(new Dictionary<JobStatus, long>(), [Session(Now) with { EndedAt = Now }], Now);

        Assert.Equal(0, health.Workers);
    }

    private static WorkerSession Session(DateTimeOffset beat) => new()
    {
        Id = Guid.NewGuid(),
        Worker = "w",
        Host = "h",
        Version = "1",
        Queues = [],
        Types = [],
        Slots = 4,
        Busy = 1,
        BeatAt = beat,
    };
}
