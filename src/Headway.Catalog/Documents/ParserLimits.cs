namespace Headway.Catalog.Documents;

/// <summary>How much a document may take, whatever it says of itself.</summary>
internal static class ParserLimits
{
    public const int PackageEntries = 2000;
    public const long UnpackedBytes = 100L << 20;
    public const int Ratio = 150;
    public const long RatioFrom = 4L << 20; // small parts compress well and harm nobody
    public const int XmlDepth = 256;
    public const int HtmlDepth = 1000;
    public const int TextChars = 10_000_000;

    public static DocumentFaultException TextTooLong() =>
        new(DocumentFault.TooLarge, $"more than {TextChars:N0} characters of text");
}
