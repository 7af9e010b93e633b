using Markdig;

namespace Headway.Catalog.Documents;

/// <summary>From bytes to text, in this process. Only the parser child calls it on documents from outside.</summary>
internal static class DocumentReader
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().DisableHtml()
        .Build();

    /// <summary>Reads a document whatever it is.</summary>
    /// <exception cref="DocumentFaultException">It cannot be read.</exception>
    public static DocumentText Read(string name, ReadOnlyMemory<byte> file)
    {
        var kind = Sniffer.KindOf(name, file);
        var text = kind switch
        {
            DocumentKind.Pdf => PdfReader.Read(file),
            DocumentKind.Docx => DocxReader.Read(file),
            DocumentKind.Doc => DocReader.Read(file),
            DocumentKind.Html => HtmlReader.Read(file),
            DocumentKind.Markdown =>
                HtmlReader.Read(Markdig.Markdown.ToHtml(TextDecoder.Decode(file.Span), Markdown), DocumentKind.Markdown),
            _ => ReadText(file),
        };
        return text.Text.AsSpan().ContainsAnyExcept(" \t\n•") ? text
            : throw new DocumentFaultException(DocumentFault.NoText, "no character of text");
    }

    private static DocumentText ReadText(ReadOnlyMemory<byte> file)
    {
        var text = new TextBuilder();
        text.Add(TextDecoder.Decode(file.Span).ReplaceLineEndings("\n"));
        return new DocumentText { Kind = DocumentKind.Text, Text = text.ToString() };
    }
}
