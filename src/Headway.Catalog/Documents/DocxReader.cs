using System.IO.Compression;
using System.Xml;

namespace Headway.Catalog.Documents;

/// <summary>
/// Streams the words out of a Word 2007+ document: body, text boxes, then foot- and endnotes. Deleted text and field codes are left out.
/// </summary>
internal static class DocxReader
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const int MaxMargins = 30;
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

        if (text.Length > 0)
            AddMargins(package, folder, text);
        return new DocumentText { Kind = DocumentKind.Docx, Text = text.ToString(), Title = Title(package) };
    }

    /// <summary>Headers and footers repeat on every page and often repeat the body; page numbers alone say nothing.</summary>
    private static void AddMargins(ZipArchive package, string folder, TextBuilder text)
    {
        var seen = text.ToString().Split('\n').ToHashSet(StringComparer.OrdinalIgnoreCase);
        var parts = package.Entries.Where(entry => entry.FullName.StartsWith(folder + "header", StringComparison.Ordinal)
            || entry.FullName.StartsWith(folder + "footer", StringComparison.Ordinal)).Take(MaxMargins);
        var lead = true;
        foreach (var part in parts.OrderByDescending(entry => entry.FullName, StringComparer.Ordinal))
        {
            var margin = new TextBuilder();
            ReadPart(part, margin);
            foreach (var line in margin.ToString().Split('\n'))
            {
                if (!line.Any(char.IsLetter) || line.Trim().Equals("page", StringComparison.OrdinalIgnoreCase) || !seen.Add(line))
                    continue;
                if (lead)
                    text.Line();
                lead = false;
                text.Add(line);
                text.Line();
            }
        }
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
        var place = new Place();
        while (Next(reader))
        {
            if (reader.NodeType == XmlNodeType.Element)
                Enter(reader, text, ref place);
            else if (reader.NodeType == XmlNodeType.EndElement && IsWord(reader))
                Leave(reader.LocalName, text, ref place);
        }
    }

    /// <summary>Where the reader is.</summary>
    /// <param name="Listed">In a paragraph of a list whose bullet is still to come.</param>
    /// <param name="Tables">Tables around it.</param>
    /// <param name="Ended">A paragraph of this cell has ended, and whether another follows is not known yet.</param>
    private record struct Place(bool Listed, int Tables, bool Ended);

    private static void Enter(XmlReader reader, TextBuilder text, ref Place place)
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
                if (place.Listed)
                    text.Add("• ");
                place.Listed = false;
                AddText(reader, text);
                break;
            case "numPr":
                place.Listed = text.AtLineStart;
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
            case "p" when reader.IsEmptyElement && place.Tables == 0:
                text.Line();
                break;
            case "p" when place.Ended:
                place.Ended = false;
                text.Break();
                break;
            case "tbl" when !reader.IsEmptyElement:
                place = place with { Tables = place.Tables + 1, Ended = false };
                text.Break();
                break;
            case "tc" when !reader.IsEmptyElement:
                place.Ended = false;
                if (!text.AtLineStart)
                    text.Add('\t');
                break;
        }
    }

    private static void Leave(string name, TextBuilder text, ref Place place)
    {
        switch (name)
        {
            case "p":
                if (place.Tables == 0)
                    text.Line();
                place = place with { Listed = false, Ended = place.Tables > 0 };
                break;
            case "tr":
                place.Ended = false;
                text.Break();
                break;
            case "tbl":
                place = place with { Tables = place.Tables - 1, Ended = place.Tables > 1 };
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
