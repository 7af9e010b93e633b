using Headway.Stats;

namespace Headway.Tests.Stats;

/// <summary>A percentile read from buckets is close to the one of the times themselves.</summary>
public sealed class DurationHistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void percentiles_are_at_most_a_tenth_off(double share)
    {
        var random = new Random(7);
        foreach (var scale in (double[])[0.001, 0.2, 30, 5000])
        {
            var histogram = new DurationHistogram();
            var times = Enumerable.Range(0, 20_000).Select(_ => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * scale)).ToList();
            foreach (var time in times)
                histogram.Add(DurationHistogram.BucketOf(time), 1);
            times.Sort();
            var exact = times[(int)Math.Ceiling(share * times.Count) - 1];
            Assert.InRange(histogram.Quantile(share)!.Value / exact, 1 / 1.1, 1.1);
        }
    }

    [Fact]
    public void every_time_on_the_scale_falls_into_a_bucket_that_stands_for_it()
    {
        for (var us = 101.0; us < TimeSpan.FromDays(3.9).TotalMicroseconds; us *= 1.013)
        {
            var time = TimeSpan.FromMicroseconds(us);
            Assert.InRange(DurationHistogram.TimeOf(DurationHistogram.BucketOf(time)) / time, 1 / 1.1, 1.1);
        }
    }

    [Fact]
    public void what_is_beyond_the_scale_falls_into_its_ends()
    {
        Assert.Equal(0, DurationHistogram.BucketOf(TimeSpan.Zero));
        Assert.Equal(0, DurationHistogram.BucketOf(TimeSpan.FromMicroseconds(-5)));
        Assert.Equal(DurationHistogram.Buckets - 1, DurationHistogram.BucketOf(TimeSpan.FromDays(400)));
    }

    [Fact]
    public void two_together_are_what_one_would_have_been()
    {
        var (left, right, both) = (new DurationHistogram(), new DurationHistogram(), new DurationHistogram());
        left.Add(3, 5);
        right.Add(90, 7);
        both.Add(3, 5);
        both.Add(90, 7);
        left.Add(right);
        Assert.Equal(both.Spread(), left.Spread());
        Assert.Equal(12, left.Count);
        Assert.Null(new DurationHistogram().Quantile(0.5));
    }
}
