using System.Buffers.Binary;

namespace Headway.Model;

/// <summary>
/// Where ids and randomness come from. Passed in, so that a simulation with a seed sees the same ids again.
/// </summary>
/// <param name="clock">Gives the time part of ids.</param>
/// <param name="random">Gives the rest; null means the system's own source.</param>
public sealed class IdSource(TimeProvider clock, Random? random = null)
{
#pragma warning disable RS0030 // the one place where randomness enters the engine
    private readonly Random _random = random ?? Random.Shared;
#pragma warning restore RS0030

    /// <summary>A new UUIDv7: 48 bits of Unix milliseconds, then random bits.</summary>
    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_random)
            _random.NextBytes(bytes);
        var random = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var time = (UInt128)(ulong)clock.GetUtcNow().ToUnixTimeMilliseconds();
        var value = (time << 80) | (random & ((UInt128.One << 80) - 1));
        value = (value & ~((UInt128)0xF << 76)) | ((UInt128)7 << 76);
        value = (value & ~((UInt128)3 << 62)) | ((UInt128)2 << 62);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A new job id, later than those before it by its time part.</summary>
    public JobId NewJobId() => new(NewGuid());

    /// <summary>A number in [0, 1), for jitter.</summary>
    public double NextDouble()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
