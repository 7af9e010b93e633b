using System.IO.Compression;
using System.Text;
using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Fact]
    public void page_keeps_blocks_cells_and_bullets_apart_and_leaves_the_unseen_out()
    {
        const string page = """
            <html><head><title>My course</title><style>p {}</style></head><body><h1>Syllabus</h1><p>Learning   is
            fun</p><script>alert(1)</script><ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>
            <p style="display: none">hidden</p><p>x<br>y</p></body></html>
            """;
        var read = DocumentReader.Read("a.html", Encoding.UTF8.GetBytes(page));
        Assert.Equal("Syllabus\n\nLearning is fun\n\n• one\n• two\n\na\tb\n\nx\ny", read.Text);
        Assert.Equal("My course", read.Title);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("windows-1252")]
    public void text_is_read_in_its_encoding(string name)
    {
        var encoding = name == "windows-1252" ? TextDecoder.Western : Encoding.GetEncoding(name);
        var read = DocumentReader.Read("a.txt", encoding.GetBytes("Größe und Maß der Dinge, ganz genau"));
        Assert.Equal("Größe und Maß der Dinge, ganz genau", read.Text);
    }

    [Fact]
    public void markdown_becomes_its_words() =>
        Assert.Equal("Goals\n\n• learn SQL\n• write essays",
            DocumentReader.Read("a.md", "# Goals\n\n- learn **SQL**\n- write [essays](x)\n"u8.ToArray()).Text);

    [Fact]
    public void word_document_keeps_lists_tabs_and_notes_and_drops_deleted_words()
    {
        var file = Docx(
            """
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first</w:t></w:r></w:p>
            <w:p><w:r><w:t>a</w:t><w:tab/><w:t xml:space="preserve">b </w:t></w:r>
              <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>
            """,
            "<w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>");
        Assert.Equal("• first\na\tb\n\na note", DocumentReader.Read("a.docx", file).Text);
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(5000, "too_deep")]
    public void nesting_is_bounded(int depth, string? code)
    {
        var file = Docx(string.Concat(Enumerable.Repeat("<w:sdt>", depth)) + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>"
            + string.Concat(Enumerable.Repeat("</w:sdt>", depth)), null);
        if (code is null)
            Assert.Equal("deep", DocumentReader.Read("a.docx", file).Text);
        else
            Assert.Equal(code, Assert.Throws<DocumentFaultException>(() => DocumentReader.Read("a.docx", file)).Fault.Code);
    }

    [Fact]
    public void warm_up_documents_can_be_read()
    {
        foreach (var (name, file) in WarmUp.Documents)
            Assert.StartsWith("Warm", DocumentReader.Read(name, file).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void every_truncation_of_a_document_ends_in_a_fault_or_a_text()
    {
        foreach (var name in new[] { "remote-sensing-i-draft-1.doc", "position-product-strategist.docx", "position-agile-coach.pdf" })
        {
            var whole = File.ReadAllBytes(Path.Combine(Repository.Samples, name));
            for (var part = 0; part < 16; part++)
                ReadOrFault(name, whole.AsMemory(0, whole.Length * part / 16));
        }
    }

    private static void ReadOrFault(string name, ReadOnlyMemory<byte> file)
    {
        try
        {
            Assert.NotEmpty(DocumentReader.Read(name, file).Text);
        }
        catch (DocumentFaultException e)
        {
            Assert.Contains(e.Fault, DocumentFault.All);
        }
    }

    private static byte[] Docx(string body, string? notes)
    {
        const string open = "<w:{0} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var part = new StreamWriter(package.CreateEntry("word/document.xml").Open()))
                part.Write($"{open.Replace("{0}", "document", StringComparison.Ordinal)}<w:body>{body}</w:body></w:document>");
            if (notes is not null)
            {
                using var part = new StreamWriter(package.CreateEntry("word/footnotes.xml").Open());
                part.Write($"{open.Replace("{0}", "footnotes", StringComparison.Ordinal)}{notes}</w:footnotes>");
            }
        }

        return bytes.ToArray();
    }
}
