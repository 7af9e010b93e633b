using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Headway.Catalog.Documents;

/// <summary>
/// The filters of PDF streams under a limit on what they give: a page of a few bytes can inflate to gigabytes.
/// A deflated stream is inflated once under count, keeping nothing, before the library, which trusts it, does so itself.
/// </summary>
internal sealed class PdfFilters : IFilterProvider
{
    private const int MostInflation = 1032; // deflate cannot do better
    private readonly IFilterProvider _inner = DefaultFilterProvider.Instance;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Guard(_inner.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Guard(_inner.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Guard(_inner.GetAllFilters());

    private static IFilter[] Guard(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Guarded(filter))];

    private sealed class Guarded(IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (inner is FlateFilter && input.Length > ParserLimits.RatioFrom / MostInflation)
                RefuseBomb(input);
            var given = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            RefuseLength(given.Length, input.Length);
            return given;
        }

        private static void RefuseBomb(Memory<byte> input)
        {
            var buffer = new byte[64 * 1024];
            long given = 0;
            try
            {
                using var packed = new MemoryStream(input[2..].ToArray(), writable: false); // past the zlib header
                using var stream = new DeflateStream(packed, CompressionMode.Decompress);
                for (int read; (read = stream.Read(buffer)) > 0;)
                    RefuseLength(given += read, input.Length);
            }
            catch (InvalidDataException)
            {
                // The library reads what it can of a damaged stream, and that is no more than was counted here.
            }
        }

        private static void RefuseLength(long given, long packed)
        {
            if (given > ParserLimits.UnpackedBytes || (given > ParserLimits.RatioFrom && given / Math.Max(packed, 1) > ParserLimits.Ratio))
                throw new DocumentFaultException(DocumentFault.Bomb, $"a stream of more than {given:N0} bytes out of {packed:N0}");
        }
    }
}
