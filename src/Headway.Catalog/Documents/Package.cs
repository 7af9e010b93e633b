using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Headway.Catalog.Documents;

/// <summary>Opens zip packages and their parts under limits that are counted while reading: what the headers say is not believed.</summary>
internal static class Package
{
    public static ZipArchive Open(ReadOnlyMemory<byte> file)
    {
        try
        {
            var stream = MemoryMarshal.TryGetArray(file, out var array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(file.ToArray(), writable: false);
            var package = new ZipArchive(stream, ZipArchiveMode.Read);
            if (package.Entries.Count > ParserLimits.PackageEntries)
                throw new DocumentFaultException(DocumentFault.TooManyParts, $"{package.Entries.Count} entries");
            return package;
        }
        catch (InvalidDataException e)
        {
            throw new DocumentFaultException(DocumentFault.Corrupt, e.Message);
        }
    }

    public static Stream OpenPart(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted)
            throw new DocumentFaultException(DocumentFault.Encrypted, "an encrypted part");
        return new CountedStream(entry.Open(), Math.Max(entry.CompressedLength, 1));
    }

    private sealed class CountedStream(Stream inner, long packed) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _read += read;
            if (_read > ParserLimits.UnpackedBytes || (_read > ParserLimits.RatioFrom && _read / packed > ParserLimits.Ratio))
                throw new DocumentFaultException(DocumentFault.Bomb, $"{_read:N0} bytes out of {packed:N0}");
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
