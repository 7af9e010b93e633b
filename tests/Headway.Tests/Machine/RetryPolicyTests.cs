using Headway.Machine;
using Headway.Model;

namespace Headway.Tests.Machine;

public sealed class RetryPolicyTests
{
    [Fact]
    public void default_is_three_retries()
    {
        Assert.Equal((3, 4), (RetryPolicy.Default.Retries, RetryPolicy.Default.Attempts));
        var fault = Fault(FaultClass.Transient);
        Assert.Equal([true, true, true, false],
            Enumerable.Range(1, 4).Select(number => RetryPolicy.Default.DelayAfter(fault, number, 0.5) is not null));
    }

    [Theory]
    [InlineData(1, 0.0, 0)]
    [InlineData(1, 0.5, 1000)]
    [InlineData(1, 1.0, 2000)]
    [InlineData(2, 1.0, 4000)]
    [InlineData(3, 1.0, 8000)]
    [InlineData(8, 1.0, 256_000)]
    [InlineData(9, 1.0, 300_000)]
    [InlineData(60, 1.0, 300_000)]
    [InlineData(100, 0.25, 75_000)]
    public void passing_faults_back_off_exponentially_with_full_jitter_up_to_the_longest_wait(int number, double random, int milliseconds)
    {
        var policy = new RetryPolicy { Retries = 100 };
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), policy.DelayAfter(Fault(FaultClass.Transient), number, random));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), policy.DelayAfter(Fault(FaultClass.Poison), number, random));
    }

    [Fact]
    public void permanent_faults_are_never_retried() =>
        Assert.Null(RetryPolicy.Default.DelayAfter(Fault(FaultClass.Permanent), 1, 0.5));

    [Theory]
    [InlineData(null, 0.0, 2.0)]
    [InlineData(1, 0.0, 2.0)]
    [InlineData(60, 0.0, 60.0)]
    [InlineData(60, 1.0, 90.0)]
    public void throttled_faults_wait_no_less_than_was_asked_for(int? asked, double random, double seconds)
    {
        var fault = Fault(FaultClass.Throttled) with { RetryAfter = asked is { } s ? TimeSpan.FromSeconds(s) : null };
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.Default.DelayAfter(fault, 1, random));
    }

    [Fact]
    public void no_retries_means_one_attempt()
    {
        var policy = new RetryPolicy { Retries = 0 };
        Assert.Equal(1, policy.Attempts);
        Assert.Null(policy.DelayAfter(Fault(FaultClass.Transient), 1, 0));
    }

    [Fact]
    public void settings_defend_themselves()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { Retries = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { Retries = 101 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { BaseDelay = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { MaxDelay = -TimeSpan.FromSeconds(1) });
    }

    private static Fault Fault(FaultClass @class) => new() { Class = @class, Code = "broken", Message = "It broke." };
}
