using Headway.Deliveries;

namespace Headway.Tests.Deliveries;

public sealed class DeliveryBackOffTests
{
    [Fact]
    public void eleven_attempts_are_made_over_three_days()
    {
        var waits = Enumerable.Range(1, DeliveryBackOff.Attempts).Select(n => DeliveryBackOff.After(n, null, 0.5)).ToList();
        Assert.Equal((11, null), (waits.Count, waits[^1]));
        Assert.Equal(TimeSpan.FromSeconds(5), waits[0]);
        var total = waits.Sum(wait => wait?.TotalHours ?? 0);
        Assert.InRange(total, 68, 76);
        Assert.Equal(waits.SkipLast(1).Order(), waits.SkipLast(1));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.999999, 6)]
    public void waits_are_spread_by_a_fifth(double random, double seconds) =>
        Assert.Equal(seconds, DeliveryBackOff.After(1, null, random)!.Value.TotalSeconds, 0.01);

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(1, 5)]
    [InlineData(-10, 5)]
    [InlineData(1_000_000, 86_400)]
    public void destination_may_put_it_off_by_a_day_at_most_and_not_hurry_it(int asked, int seconds) =>
        Assert.Equal(seconds, DeliveryBackOff.After(1, TimeSpan.FromSeconds(asked), 0.5)!.Value.TotalSeconds, 0.01);
}
