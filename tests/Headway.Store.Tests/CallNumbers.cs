using System.Buffers.Binary;
using Headway.Model;

namespace Headway.Store.Tests;

/// <summary>Ids that count up, so that a failing test shows the same ones again and jobs sort in the order they were made.</summary>
internal sealed class CallNumbers
{
    private ulong _last;

    /// <summary>A job id later than all before it, shaped like a UUIDv7 of 2026.</summary>
    public JobId NextJob() => new(Next(0x019b_76da_a800ul + ++_last));

    /// <summary>An id of a call or session.</summary>
    public Guid NextCall() => Next(++_last);

    private Guid Next(ulong time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (time << 16) | 0x7000);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | _last);
        return new Guid(bytes, bigEndian: true);
    }
}
