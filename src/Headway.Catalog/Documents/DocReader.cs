using System.Buffers.Binary;
using System.Text;

namespace Headway.Catalog.Documents;

/// <summary>
/// Reads the words of a Word 6 to 2003 document: file information block, then the piece table ([MS-DOC] 2.4.1), or for Word 6 and 95
/// the plain run of characters. See docs/decisions/0006-legacy-doc.md for why this is our own.
/// </summary>
internal static class DocReader
{
    private const int FlagEncrypted = 0x0100;
    private const int FlagTable1 = 0x0200;
    private const int FlagComplex = 0x0004;
    private const int Word97 = 0x00C1;
    private const uint Compressed = 0x40000000;

    public static DocumentText Read(ReadOnlyMemory<byte> file)
    {
        var compound = new CompoundFile(file);
        var main = compound.Read("WordDocument");
        if (main.Length < 0x60)
            throw Corrupt("no file information block");
        var flags = U16(main, 0x0A);
        if ((flags & FlagEncrypted) != 0)
            throw new DocumentFaultException(DocumentFault.Encrypted, "the encrypted flag is set");

        var raw = U16(main, 2) >= Word97
            ? ReadPieces(main, compound.Read((flags & FlagTable1) != 0 ? "1Table" : "0Table"))
            : ReadPlain(main, flags);
        return new DocumentText { Kind = DocumentKind.Doc, Text = Clean(raw) };
    }

    private static string ReadPieces(byte[] main, byte[] table)
    {
        var wanted = (long)I32(main, 0x4C) + I32(main, 0x50) + (main.Length >= 0x64 ? I32(main, 0x60) : 0); // body, footnotes, endnotes
        var (at, length) = (I32(main, 0x1A2), I32(main, 0x1A6));
        if (at < 0 || length <= 0 || (long)at + length > table.Length)
            throw Corrupt("the piece table lies outside its stream");
        var clx = table.AsSpan(at, length);
        while (clx.Length > 3 && clx[0] == 1)
            clx = clx[Math.Min(clx.Length, 3 + BinaryPrimitives.ReadUInt16LittleEndian(clx[1..]))..];
        if (clx.Length < 5 || clx[0] != 2)
            throw Corrupt("no piece table");
        var size = BinaryPrimitives.ReadInt32LittleEndian(clx[1..]);
        if (size < 16 || size > clx.Length - 5)
            throw Corrupt("the piece table is cut");
        return Join(main, clx.Slice(5, size), wanted);
    }

    private static string Join(byte[] main, ReadOnlySpan<byte> pieces, long wanted)
    {
        var text = new StringBuilder();
        var count = (pieces.Length - 4) / 12;
        for (var i = 0; i < count; i++)
        {
            long from = BinaryPrimitives.ReadInt32LittleEndian(pieces[(4 * i)..]);
            long to = Math.Min(BinaryPrimitives.ReadInt32LittleEndian(pieces[(4 * i + 4)..]), wanted > 0 ? wanted : int.MaxValue);
            if (from < 0 || to <= from)
                continue;
            var position = BinaryPrimitives.ReadUInt32LittleEndian(pieces[(4 * (count + 1) + 8 * i + 2)..]);
            var narrow = (position & Compressed) != 0;
            long start = narrow ? (position & ~Compressed) / 2 : position;
            var bytes = narrow ? to - from : 2 * (to - from);
            if (start + bytes > main.Length)
                throw Corrupt("a piece lies outside the document");
            text.Append((narrow ? TextDecoder.Western : Encoding.Unicode).GetString(main, (int)start, (int)bytes));
            if (text.Length > ParserLimits.TextChars)
                throw ParserLimits.TextTooLong();
        }

        return text.ToString();
    }

    private static string ReadPlain(byte[] main, int flags)
    {
        if ((flags & FlagComplex) != 0)
            throw new DocumentFaultException(DocumentFault.UnsupportedType, "a fast-saved document of Word 6 or 95");
        var (from, to) = (I32(main, 0x18), I32(main, 0x1C));
        if (from < 0 || to < from || to > main.Length)
            throw Corrupt("its text lies outside the document");
        return TextDecoder.Western.GetString(main, from, to - from);
    }

    private static string Clean(string raw)
    {
        var text = new TextBuilder();
        var hidden = 0; // inside the instruction part of a field
        foreach (var c in raw)
        {
            switch (c)
            {
                case '\x13':
                    hidden++;
                    break;
                case '\x14' or '\x15' when hidden > 0:
                    hidden--;
                    break;
                case '\x15':
                    break;
                case '\r' or '\f' or '\x0E' when hidden == 0:
                    text.Line();
                    break;
                case '\v' when hidden == 0:
                    text.Break();
                    break;
                case '\a' when hidden == 0:
                    text.Add('\t');
                    break;
                case '\x1E' when hidden == 0:
                    text.Add('-');
                    break;
                default:
                    if (hidden == 0)
                        text.Add(c);
                    break;
            }
        }

        return text.ToString();
    }

    private static int U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static int I32(byte[] bytes, int at) =>
        at + 4 <= bytes.Length ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))
            : throw Corrupt("the file information block is cut");

    private static DocumentFaultException Corrupt(string detail) => new(DocumentFault.Corrupt, $"Word document: {detail}");
}
