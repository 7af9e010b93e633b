namespace Headway.Store;

/// <summary>The database cannot be reached or does not accept writes just now. Passing: wait and repeat.</summary>
/// <param name="message">One sentence for a person, with what to do.</param>
/// <param name="inner">What the driver said.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
