using System.Buffers.Binary;
using System.Text;

namespace Headway.Catalog.Documents;

/// <summary>
/// Reads streams of an OLE2 compound file ([MS-CFB]) from memory. Every chain is followed at most once around the file,
/// so a looped table ends as corrupt and never hangs.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const int MaxStreams = 10_000;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _sectorSize;
    private readonly uint[] _next;
    private readonly uint[] _nextSmall;
    private readonly byte[] _small;
    private readonly uint _smallCutoff;
    private readonly Dictionary<string, (uint Start, long Size)> _streams = new(StringComparer.OrdinalIgnoreCase);

    public CompoundFile(ReadOnlyMemory<byte> file)
    {
        _file = file;
        if (file.Length < 512)
            throw Corrupt("shorter than its header");
        var shift = U16(0x1E);
        if (shift is not (9 or 12))
            throw Corrupt($"sector shift {shift}");
        _sectorSize = 1 << shift;
        _smallCutoff = U32(0x38);
        _next = ReadTable();
        var directory = ReadChain(U32(0x30), _next, long.MaxValue);
        _nextSmall = ToNumbers(U32(0x40) == 0 ? [] : ReadChain(U32(0x3C), _next, long.MaxValue));
        _small = ReadDirectory(directory);
    }

    public bool Has(string name) => _streams.ContainsKey(name);

    /// <summary>A whole stream; corrupt where the file ends before it does.</summary>
    public byte[] Read(string name)
    {
        if (!_streams.TryGetValue(name, out var stream))
            throw Corrupt($"no stream {name}");
        return stream.Size < _smallCutoff ? ReadSmall(stream.Start, stream.Size) : ReadChain(stream.Start, _next, stream.Size);
    }

    private uint[] ReadTable()
    {
        var sectors = new List<uint>();
        for (var i = 0; i < 109; i++)
            sectors.Add(U32(0x4C + 4 * i));
        var (difat, left) = (U32(0x44), U32(0x48));
        var perSector = _sectorSize / 4 - 1;
        for (var hops = 0; difat < EndOfChain - 3 && left > 0 && hops <= _file.Length / _sectorSize; hops++, left--)
        {
            var sector = Sector(difat);
            for (var i = 0; i < perSector; i++)
                sectors.Add(BinaryPrimitives.ReadUInt32LittleEndian(sector[(4 * i)..]));
            difat = BinaryPrimitives.ReadUInt32LittleEndian(sector[(4 * perSector)..]);
        }

        var table = new List<uint>();
        foreach (var at in sectors.Where(at => at < EndOfChain - 3).Take(_file.Length / _sectorSize + 1))
        {
            var sector = Sector(at);
            for (var i = 0; i + 4 <= sector.Length; i += 4)
                table.Add(BinaryPrimitives.ReadUInt32LittleEndian(sector[i..]));
        }

        return [.. table];
    }

    /// <summary>Fills the list of streams; returns the small-stream container.</summary>
    private byte[] ReadDirectory(byte[] directory)
    {
        byte[] container = [];
        for (var at = 0; at + 128 <= directory.Length && _streams.Count < MaxStreams; at += 128)
        {
            var entry = directory.AsSpan(at, 128);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[0x40..]);
            if (length is < 2 or > 64)
                continue;
            var name = Encoding.Unicode.GetString(entry[..(length - 2)]);
            var start = BinaryPrimitives.ReadUInt32LittleEndian(entry[0x74..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(entry[0x78..]);
            if (entry[0x42] == 5)
                container = size == 0 ? [] : ReadChain(start, _next, size, lenient: true);
            else if (entry[0x42] == 2)
                _streams.TryAdd(name, (start, size));
        }

        return container;
    }

    private byte[] ReadChain(uint start, uint[] next, long size, bool lenient = false)
    {
        using var bytes = new MemoryStream();
        var hops = 0;
        for (var at = start; at < EndOfChain && bytes.Length < size; at = next[at])
        {
            if (hops++ > _file.Length / _sectorSize || at >= next.Length)
                throw Corrupt("a chain of sectors runs in a circle or out of the table");
            if (((long)at + 1) * _sectorSize >= _file.Length && lenient)
                break;
            bytes.Write(Sector(at));
        }

        if (size != long.MaxValue && bytes.Length < size && !lenient)
            throw Corrupt($"a stream of {size:N0} bytes ends after {bytes.Length:N0}");
        if (bytes.Length > size)
            bytes.SetLength(size);
        return bytes.ToArray();
    }

    private byte[] ReadSmall(uint start, long size)
    {
        const int smallSize = 64;
        var bytes = new byte[size];
        var (filled, hops) = (0, 0);
        for (var at = start; at < EndOfChain && filled < size; at = _nextSmall[at])
        {
            if (hops++ > _nextSmall.Length || at >= _nextSmall.Length || ((long)at + 1) * smallSize > _small.Length + smallSize - 1)
                throw Corrupt("a chain of small sectors runs in a circle or out of the table");
            var from = (int)at * smallSize;
            var count = (int)Math.Min(Math.Min(smallSize, _small.Length - from), size - filled);
            _small.AsSpan(from, count).CopyTo(bytes.AsSpan(filled));
            filled += count;
        }

        return filled == size ? bytes : throw Corrupt($"a stream of {size:N0} bytes ends after {filled:N0}");
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        var from = ((long)number + 1) * _sectorSize;
        if (from >= _file.Length)
            throw Corrupt($"sector {number} lies outside the file");
        return _file.Span.Slice((int)from, (int)Math.Min(_sectorSize, _file.Length - from));
    }

    private static uint[] ToNumbers(byte[] bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
        return numbers;
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_file.Span[at..]);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[at..]);

    private static DocumentFaultException Corrupt(string detail) => new(DocumentFault.Corrupt, $"compound file: {detail}");
}
