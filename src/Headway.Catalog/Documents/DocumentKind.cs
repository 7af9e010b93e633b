namespace Headway.Catalog.Documents;

/// <summary>What a file is, by its content.</summary>
public enum DocumentKind
{
    /// <summary>Portable Document Format.</summary>
    Pdf,

    /// <summary>Word 2007 and later.</summary>
    Docx,

    /// <summary>Word 6 to 2003.</summary>
    Doc,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>Plain text.</summary>
    Text,
}
