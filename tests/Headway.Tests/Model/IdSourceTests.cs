using System.Buffers.Binary;
using Headway.Model;
using Headway.Sim;

namespace Headway.Tests.Model;

public sealed class IdSourceTests
{
    [Fact]
    public void ids_are_version_seven_of_the_clocks_time()
    {
        var clock = new SimClock(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero));
        var ids = new IdSource(clock, new Random(7));
        for (var i = 0; i < 1000; i++)
        {
            var bytes = ids.NewGuid().ToByteArray(bigEndian: true);
            Assert.Equal(7, bytes[6] >> 4);
            Assert.Equal(2, bytes[8] >> 6);
            Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), BinaryPrimitives.ReadInt64BigEndian([0, 0, .. bytes[..6]]));
        }
    }

    [Fact]
    public void ids_of_one_moment_differ_in_all_their_random_bits()
    {
        var ids = new IdSource(new SimClock(), new Random(7));
        var made = Enumerable.Range(0, 1000).Select(_ => ids.NewGuid().ToByteArray(bigEndian: true)).ToList();
        Assert.Equal(1000, made.Select(Convert.ToHexString).Distinct().Count());
        var (some, all) = (new byte[16], Enumerable.Repeat((byte)0xff, 16).ToArray());
        foreach (var bytes in made)
        {
            for (var i = 0; i < 16; i++)
                (some[i], all[i]) = ((byte)(some[i] | bytes[i]), (byte)(all[i] & bytes[i]));
        }

        var random = some.Zip(all, (a, b) => System.Numerics.BitOperations.PopCount((uint)(a ^ b))).Sum();
        Assert.Equal(128 - 48 - 4 - 2, random);
    }

    [Fact]
    public void same_seed_gives_the_same_again()
    {
        var (a, b) = (new IdSource(new SimClock(), new Random(3)), new IdSource(new SimClock(), new Random(3)));
        Assert.Equal((a.NewJobId(), a.NewGuid(), a.NextDouble()), (b.NewJobId(), b.NewGuid(), b.NextDouble()));
        Assert.NotEqual(a.NewGuid(), new IdSource(new SimClock(), new Random(4)).NewGuid());
    }

    [Fact]
    public void jitter_lies_from_zero_to_below_one()
    {
        var ids = new IdSource(new SimClock(), new Random(5));
        var drawn = Enumerable.Range(0, 1000).Select(_ => ids.NextDouble()).ToList();
        Assert.All(drawn, value => Assert.InRange(value, 0, 0.999999999));
        Assert.True(drawn.Min() < 0.01 && drawn.Max() > 0.99);
    }
}
