using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace Headway.Catalog.Documents;

/// <summary>Reads the words of a PDF page by page. A page that cannot be read is a warning while others can.</summary>
internal static class PdfReader
{
    private const int MaxPages = 5000;

    public static DocumentText Read(ReadOnlyMemory<byte> file)
    {
        using var document = Open(file);
        if (document.NumberOfPages > MaxPages)
            throw new DocumentFaultException(DocumentFault.TooLarge, $"{document.NumberOfPages} pages");
        var text = new TextBuilder();
        var warnings = new List<string>();
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            try
            {
                text.Add(ContentOrderTextExtractor.GetText(document.GetPage(number), addDoubleNewline: true));
                text.Break();
            }
            catch (Exception e) when (e is not (DocumentFaultException or OutOfMemoryException))
            {
                warnings.Add($"Page {number} could not be read: {e.Message}");
            }
        }

        if (warnings.Count == document.NumberOfPages && warnings.Count > 0)
            throw new DocumentFaultException(DocumentFault.Corrupt, warnings[0]);
        return new DocumentText
        {
            Kind = DocumentKind.Pdf,
            Text = text.ToString(),
            Pages = document.NumberOfPages,
            Title = string.IsNullOrWhiteSpace(document.Information.Title) ? null : document.Information.Title.Trim(),
            Warnings = warnings,
        };
    }

    private static PdfDocument Open(ReadOnlyMemory<byte> file)
    {
        try
        {
            return PdfDocument.Open(file.ToArray(), new ParsingOptions { FilterProvider = new PdfFilters() });
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new DocumentFaultException(DocumentFault.Encrypted, e.Message);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DocumentFaultException))
        {
            throw new DocumentFaultException(DocumentFault.Corrupt, e.Message);
        }
    }
}
