using System.IO.Compression;
using System.Xml;

namespace Headway.Catalog.Documents;

/// <summary>
/// Streams the words out of a Word 2007+ document: body, text boxes, then foot- and endnotes. Deleted text and field codes are left out.
/// </summary>
internal static class DocxReader
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string StrictWord = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    public static DocumentText Read(ReadOnlyMemory<byte> file)
    {
        using var package = Package.Open(file);
        var body = MainPart(package) ?? throw new DocumentFaultException(DocumentFault.Corrupt, "the package has no document part");
        var text = new TextBuilder();
        ReadPart(body, text);
        var folder = body.FullName[..(body.FullName.LastIndexOf('/') + 1)];
        foreach (var notes in new[] { "footnotes.xml", "endnotes.xml" })
        {
            if (package.GetEntry(folder + notes) is not { } part)
                continue;
            text.Line();
            ReadPart(part, text);
        }

        return new DocumentText { Kind = DocumentKind.Docx, Text = text.ToString(), Title = Title(package) };
    }

    private static ZipArchiveEntry? MainPart(ZipArchive package)
    {
        if (package.GetEntry("_rels/.rels") is { } relations)
        {
            using var reader = OpenXml(relations);
            while (Next(reader))
            {
                if (reader.LocalName == "Relationship"
                    && reader.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true
                    && package.GetEntry((reader.GetAttribute("Target") ?? "").TrimStart('/')) is { } main)
                    return main;
            }
        }

        return package.GetEntry("word/document.xml");
    }

    private static string? Title(ZipArchive package)
    {
        if (package.GetEntry("docProps/core.xml") is not { } core)
            return null;
        using var reader = OpenXml(core);
        while (Next(reader))
        {
            if (reader is { LocalName: "title", NodeType: XmlNodeType.Element, IsEmptyElement: false } && reader.Read())
                return string.IsNullOrWhiteSpace(reader.Value) ? null : reader.Value.Trim();
        }

        return null;
    }

    private static void ReadPart(ZipArchiveEntry part, TextBuilder text)
    {
        using var reader = OpenXml(part);
        var listed = false;
        while (Next(reader))
        {
            if (reader.NodeType == XmlNodeType.Element)
                Enter(reader, text, ref listed);
            else if (reader.NodeType == XmlNodeType.EndElement && IsWord(reader))
                Leave(reader.LocalName, text, ref listed);
        }
    }

    private static void Enter(XmlReader reader, TextBuilder text, ref bool listed)
    {
        if (reader.LocalName == "Fallback" || (IsWord(reader) && reader.LocalName is "del" or "instrText" or "moveFrom"))
        {
            SkipElement(reader);
            return;
        }

        if (!IsWord(reader))
            return;
        switch (reader.LocalName)
        {
            case "t" when !reader.IsEmptyElement:
                if (listed)
                    text.Add("• ");
                listed = false;
                AddText(reader, text);
                break;
            case "numPr":
                listed = text.AtLineStart;
                break;
            case "tab":
                text.Add('\t');
                break;
            case "br" or "cr":
                text.Break();
                break;
            case "noBreakHyphen":
                text.Add('-');
                break;
            case "p" when reader.IsEmptyElement:
                text.Line();
                break;
        }
    }

    private static void Leave(string name, TextBuilder text, ref bool listed)
    {
        switch (name)
        {
            case "p":
                text.Line();
                listed = false;
                break;
            case "tr":
                text.Break();
                break;
        }
    }

    private static void AddText(XmlReader reader, TextBuilder text)
    {
        var depth = reader.Depth;
        while (Next(reader) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                text.Add(reader.Value);
        }
    }

    private static void SkipElement(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return;
        var depth = reader.Depth;
        while (Next(reader) && reader.Depth > depth)
        {
            // nothing in it is text that a reader of the document sees
        }
    }

    private static bool IsWord(XmlReader reader) => reader.NamespaceURI is Word or StrictWord;

    private static XmlReader OpenXml(ZipArchiveEntry part) => XmlReader.Create(Package.OpenPart(part), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    });

    private static bool Next(XmlReader reader)
    {
        try
        {
            if (!reader.Read())
                return false;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            // A document type declaration ends here as well: the format forbids it, so no entity is ever expanded or fetched.
            throw new DocumentFaultException(DocumentFault.Corrupt, e.Message);
        }

        return reader.Depth <= ParserLimits.XmlDepth
            ? true
            : throw new DocumentFaultException(DocumentFault.TooDeep, $"more than {ParserLimits.XmlDepth} elements inside each other");
    }
}
