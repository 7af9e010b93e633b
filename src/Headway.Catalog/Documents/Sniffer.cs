using System.Buffers.Binary;

namespace Headway.Catalog.Documents;

/// <summary>Tells what a file is from its bytes; the name only decides among kinds of text.</summary>
internal static class Sniffer
{
    private static readonly byte[][] Foreign =
    [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], "GIF8"u8.ToArray(), "BM"u8.ToArray(), "RIFF"u8.ToArray(), "II*\0"u8.ToArray(),
        "MM\0*"u8.ToArray(), "{\\rtf"u8.ToArray(), [0x1F, 0x8B], "7z"u8.ToArray(), "Rar!"u8.ToArray(), [0x7F, 0x45, 0x4C, 0x46],
            "MZ"u8.ToArray(),
        [0x31, 0xBE, 0, 0], [0x32, 0xBE, 0, 0], "SQLite format 3"u8.ToArray(), "%!PS"u8.ToArray(), "OggS"u8.ToArray(), "ID3"u8.ToArray(),
    ];

    private static readonly string[] TextNames = [".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ""];

    /// <summary>The kind of a file.</summary>
    /// <exception cref="DocumentFaultException">Empty, foreign, or not what its name promises.</exception>
    public static DocumentKind KindOf(string name, ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.IsEmpty)
            throw new DocumentFaultException(DocumentFault.NoText, "0 bytes");
        if (bytes[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8) >= 0)
            return DocumentKind.Pdf;
        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8))
            return PackageKind(file);
        if (bytes.Length >= 8 && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == 0xE11AB1A1E011CFD0)
            return CompoundKind(file);
        foreach (var magic in Foreign)
        {
            if (bytes.StartsWith(magic) && !(magic.Length == 2 && LooksLikeText(bytes)))
                throw new DocumentFaultException(DocumentFault.UnsupportedType, $"begins with {Convert.ToHexString(magic)}");
        }

        return TextKind(Path.GetExtension(name).ToLowerInvariant(), bytes);
    }

    private static DocumentKind PackageKind(ReadOnlyMemory<byte> file)
    {
        using var package = Package.Open(file);
        if (package.Entries.Any(entry => entry.FullName.StartsWith("word/", StringComparison.OrdinalIgnoreCase)))
            return DocumentKind.Docx;
        var named = package.GetEntry("[Content_Types].xml") is not null;
        var office = package.Entries.Any(entry =>
            entry.FullName.StartsWith("xl/", StringComparison.Ordinal) || entry.FullName.StartsWith("ppt/", StringComparison.Ordinal));
        throw named && !office
            ? new DocumentFaultException(DocumentFault.Corrupt, "an Office package without a document part")
            : new DocumentFaultException(DocumentFault.UnsupportedType, "a package, but no Word document");
    }

    private static DocumentKind CompoundKind(ReadOnlyMemory<byte> file)
    {
        var compound = new CompoundFile(file);
        if (compound.Has("EncryptedPackage"))
            throw new DocumentFaultException(DocumentFault.Encrypted, "an Office package encrypted with a password");
        if (compound.Has("WordDocument"))
            return DocumentKind.Doc;
        throw new DocumentFaultException(DocumentFault.UnsupportedType, "a compound file, but no Word document");
    }

    private static DocumentKind TextKind(string extension, ReadOnlySpan<byte> bytes)
    {
        if (!LooksLikeText(bytes))
        {
            throw extension is ".pdf" or ".doc" or ".docx"
                ? new DocumentFaultException(DocumentFault.Corrupt, $"bytes that are no {extension[1..].ToUpperInvariant()} document")
                : new DocumentFaultException(DocumentFault.UnsupportedType, "binary content of no known kind");
        }

        var head = TextDecoder.Decode(bytes[..Math.Min(bytes.Length, 4096)]).TrimStart();
        if (extension is ".html" or ".htm" or ".xhtml" || LooksLikeHtml(head))
            return DocumentKind.Html;
        if (extension is ".pdf" or ".doc" or ".docx")
            throw new DocumentFaultException(DocumentFault.Corrupt,
                $"plain text under the name of a {extension[1..].ToUpperInvariant()} document");
        if (!TextNames.Contains(extension))
            throw new DocumentFaultException(DocumentFault.UnsupportedType, $"text of the type {extension}");
        return extension is ".md" or ".markdown" ? DocumentKind.Markdown : DocumentKind.Text;
    }

    private static bool LooksLikeHtml(string head)
    {
        var lower = head.ToLowerInvariant();
        return lower.StartsWith("<!doctype html", StringComparison.Ordinal) || lower.StartsWith("<html", StringComparison.Ordinal)
            || (lower.StartsWith('<')
                && (lower.Contains("<html", StringComparison.Ordinal) || lower.Contains("<body", StringComparison.Ordinal)
                || lower.Contains("<head", StringComparison.Ordinal)));
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        if (TextDecoder.WideKind(bytes) is not null)
            return true;
        var head = bytes[..Math.Min(bytes.Length, 64 * 1024)];
        var odd = 0;
        foreach (var b in head)
        {
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B))
                odd++;
        }

        return odd * 100 <= head.Length; // a stray control character is no reason to refuse a text
    }
}
