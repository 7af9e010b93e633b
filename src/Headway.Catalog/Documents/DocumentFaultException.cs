namespace Headway.Catalog.Documents;

/// <summary>A reader met a document it cannot read.</summary>
/// <param name="fault">How.</param>
/// <param name="detail">What exactly, for engineers.</param>
internal sealed class DocumentFaultException(DocumentFault fault, string detail) : Exception(detail)
{
    public DocumentFault Fault { get; } = fault;
}
