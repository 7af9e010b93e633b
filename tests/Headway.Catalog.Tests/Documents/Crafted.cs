using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Headway.Catalog.Tests.Documents;

/// <summary>Hostile documents made by code: each row is a name, its bytes and the codes it may end with ("text" for none).</summary>
internal static class Crafted
{
    private const string Space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    public static IEnumerable<(string Name, byte[] File, string Ends)> All =>
    [
        .. Packages(), .. Pages(), .. Portable(), .. Compound(),
        ("null.txt", Encoding.UTF8.GetBytes("a\0b\u0001c" + string.Concat(Enumerable.Repeat(" and more plain words", 20))), "text"),
        ("surrogate.txt", Encoding.Unicode.GetBytes("\ufefflone \ud83d surrogate"), "text"),
        ("line.txt", Encoding.UTF8.GetBytes(new string('x', 1_000_000)), "text"),
        ("blank.txt", Encoding.UTF8.GetBytes(new string(' ', 5000) + "\n\t\u200b"), "no_text"),
        ("long.txt", Encoding.UTF8.GetBytes(new string('x', 10_000_001)), "too_large"),
        ("quotes.md", Encoding.UTF8.GetBytes(new string('>', 20_000) + " deep"), "too_deep|corrupt|text"),
        ("brackets.md", Encoding.UTF8.GetBytes(new string('[', 20_000) + "x"), "too_deep|corrupt|text"),
        ("photo.pdf", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46], "unsupported_type"),
        ("page.rtf", @"{\rtf1\ansi words}"u8.ToArray(), "unsupported_type"),
        ("program.docx", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0], "unsupported_type"),
    ];

    public static byte[] Package(params (string Name, string Content)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = new StreamWriter(package.CreateEntry(name).Open());
                part.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static string Body(string inner) => $"<w:document {Space}><w:body>{inner}</w:body></w:document>";

    public static string Words(string words) => $"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>";

    /// <summary>A PDF of one page whose content stream has these bytes.</summary>
    public static byte[] Pdf(byte[] content, string filter)
    {
        using var file = new MemoryStream();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        Write("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
        Write("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R ");
        Write("/Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n");
        Write("5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
        Write($"4 0 obj\n<< /Length {content.Length} {filter} >>\nstream\n");
        file.Write(content);
        Write("\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
        return file.ToArray();
    }

    public static byte[] Deflate(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            stream.Write(plain);
        return packed.ToArray();
    }

    private static IEnumerable<(string, byte[], string)> Packages()
    {
        const string main = "word/document.xml";
        yield return ("slip.docx", Package((main, Body(Words("fine"))), ("../../slip.txt", "x"), ("/etc/slip", "x")), "text");
        yield return ("nested.docx", Package((main, Body(Words("fine"))), ("word/inner.zip", "PK\u0003\u0004")), "text");
        yield return ("bomb.docx", Package((main, Body(Words(new string('x', 20_000_000))))), "bomb");
        const string laughs = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
        yield return ("laughs.docx", Package((main, laughs + Body(Words("&b;")))), "corrupt");
        const string outside = "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
        yield return ("outside.docx", Package((main, outside + Body(Words("&a;")))), "corrupt");
        yield return ("remote.docx", Package((main, "<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/x.dtd\">" + Body(Words("x")))), "corrupt");
        yield return ("empty.docx", Package((main, "")), "corrupt");
        yield return ("sheet.docx", Package(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")), "unsupported_type");
        yield return ("plain.zip", Package(("readme.txt", "x")), "unsupported_type");
        yield return ("control.docx", Package((main, Body(Words("a&#1;b")))), "text|corrupt");
        foreach (var depth in new[] { 100, 1000, 100_000 })
        {
            var cells = string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", depth)) + Words("deep")
                + string.Concat(Enumerable.Repeat("</w:tc></w:tr></w:tbl>", depth));
            yield return ($"tables{depth}.docx", Package((main, Body(cells))), "too_deep");
        }

        var lying = Package((main, Body(Words(new string('x', 20_000_000)))));
        var directory = lying.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteInt32LittleEndian(lying.AsSpan(directory + 24), 100); // unpacked size, as the directory has it
        yield return ("lying.docx", lying, "bomb|corrupt");
        var locked = Package((main, Body(Words("x"))));
        locked[6] |= 1;
        locked[locked.AsSpan().LastIndexOf("PK\x01\x02"u8) + 8] |= 1;
        yield return ("locked.docx", locked, "encrypted");
    }

    private static IEnumerable<(string, byte[], string)> Pages()
    {
        foreach (var tag in new[] { "div", "b", "span", "table", "blockquote", "svg", "ul" })
        {
            foreach (var depth in new[] { 2000, 100_000 })
            {
                var page = string.Concat(Enumerable.Repeat($"<{tag}>", depth)) + "deep";
                yield return ($"{tag}{depth}.html", Encoding.UTF8.GetBytes(page), "too_deep");
            }
        }

        yield return ("fine.html", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<div>", 300)) + "deep"), "text");
        yield return ("unclosed.html", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p>word", 20_000))), "text");
        yield return ("formats.html", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p><b>word", 900))), "text");
        yield return ("script.html", "<html><body><script>secret()</script><style>b{}</style></body></html>"u8.ToArray(), "no_text");
        yield return ("hidden.html", "<html><body><p style='display:none'>secret</p></body></html>"u8.ToArray(), "no_text");
        var attributes = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a{i}=1 "));
        yield return ("attributes.html", Encoding.UTF8.GetBytes($"<p {attributes}>word"), "text");
        yield return ("charset.html", "<html><meta charset=\"no-such\"><p>caf\u00e9".Select(c => (byte)c).ToArray(), "text");
    }

    private static IEnumerable<(string, byte[], string)> Portable()
    {
        yield return ("fine.pdf", Pdf("BT /F1 12 Tf 72 720 Td (words) Tj ET"u8.ToArray(), ""), "text");
        yield return ("deflated.pdf", Pdf(Deflate("BT /F1 12 Tf 72 720 Td (words) Tj ET"u8.ToArray()), "/Filter /FlateDecode"), "text");
        yield return ("bomb.pdf", Pdf(Deflate(new byte[150_000_000]), "/Filter /FlateDecode"), "bomb");
        yield return ("twice.pdf", Pdf(Deflate(Deflate(new byte[150_000_000])), "/Filter [/FlateDecode /FlateDecode]"), "bomb");
        yield return ("blank.pdf", Pdf([], ""), "no_text");
        yield return ("arrays.pdf", Pdf(Encoding.Latin1.GetBytes(new string('[', 50_000)), ""), "corrupt|no_text|too_deep");
        yield return ("head.pdf", "%PDF-1.7\n"u8.ToArray(), "corrupt");
        const string loop = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 1 "
            + ">>\nendobj\ntrailer\n<< /Root 1 0 R /Size 3 /Prev 9 >>\nstartxref\n9\n%%EOF";
        yield return ("loop.pdf", Encoding.Latin1.GetBytes(loop), "corrupt|no_text");
    }

    private static IEnumerable<(string, byte[], string)> Compound()
    {
        var whole = File.ReadAllBytes(Path.Combine(Repository.Samples, "position-data-architect.doc"));
        byte[] With(int at, uint value)
        {
            var copy = whole.ToArray();
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), value);
            return copy;
        }

        yield return ("magic.doc", whole[..8], "corrupt");
        yield return ("shift.doc", With(0x1E, 31), "corrupt");
        yield return ("directory.doc", With(0x30, 0xFFFF), "corrupt");
        yield return ("table.doc", With(0x4C, 0x7FFFFFFF), "corrupt");
        var circle = whole.ToArray();
        var first = (BinaryPrimitives.ReadInt32LittleEndian(circle.AsSpan(0x4C)) + 1) * 512;
        for (var i = 0; i < 128; i++)
            BinaryPrimitives.WriteInt32LittleEndian(circle.AsSpan(first + 4 * i), i);
        yield return ("circle.doc", circle, "corrupt");
    }
}
