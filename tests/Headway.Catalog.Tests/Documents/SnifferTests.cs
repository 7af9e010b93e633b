using System.IO.Compression;
using System.Text;
using Headway.Catalog.Documents;

namespace Headway.Catalog.Tests.Documents;

public sealed class SnifferTests
{
    [Theory]
    [InlineData("a.txt", "plain words", DocumentKind.Text)]
    [InlineData("a", "plain words", DocumentKind.Text)]
    [InlineData("a.md", "# Title\n\nwords", DocumentKind.Markdown)]
    [InlineData("a.html", "just words", DocumentKind.Html)]
    [InlineData("a.txt", "<!DOCTYPE html><p>words", DocumentKind.Html)]
    [InlineData("a.doc", "<html><body>words</body></html>", DocumentKind.Html)]
    [InlineData("a.docx", "%PDF-1.7 …", DocumentKind.Pdf)]
    public void content_decides_and_the_name_only_among_texts(string name, string content, DocumentKind kind) =>
        Assert.Equal(kind, Sniffer.KindOf(name, Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("a.docx", "plain words", "corrupt")]
    [InlineData("a.pdf", "plain words", "corrupt")]
    [InlineData("a.csv", "a,b\n1,2", "unsupported_type")]
    [InlineData("a.doc", "{\\rtf1 words}", "unsupported_type")]
    [InlineData("a.txt", "", "no_text")]
    public void what_cannot_be_read_is_refused_by_code(string name, string content, string code) =>
        Assert.Equal(code, Assert.Throws<DocumentFaultException>(() => Sniffer.KindOf(name, Encoding.UTF8.GetBytes(content))).Fault.Code);

    [Fact]
    public void picture_under_a_document_name_is_unsupported() =>
        Assert.Equal(DocumentFault.UnsupportedType, Assert.Throws<DocumentFaultException>(
            () => Sniffer.KindOf("a.pdf", new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 })).Fault);

    [Fact]
    public void package_with_too_many_parts_is_refused()
    {
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i <= ParserLimits.PackageEntries; i++)
                package.CreateEntry($"word/part{i}.xml");
        }

        Assert.Equal(DocumentFault.TooManyParts,
            Assert.Throws<DocumentFaultException>(() => Sniffer.KindOf("a.docx", bytes.ToArray())).Fault);
    }
}
