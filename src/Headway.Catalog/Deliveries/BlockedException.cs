namespace Headway.Catalog.Deliveries;

/// <summary>A request may not go where it was to go; the message is a sentence for a person.</summary>
internal sealed class BlockedException(string message) : IOException(message);
