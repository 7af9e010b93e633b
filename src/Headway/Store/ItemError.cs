using Headway.Model;

namespace Headway.Store;

/// <summary>An item that failed for good.</summary>
/// <param name="JobId">Its job.</param>
/// <param name="No">Its number.</param>
/// <param name="Name">What a person calls it; may be null.</param>
/// <param name="Input">Its input as JSON text; may be null.</param>
/// <param name="Fault">Its last failure.</param>
public sealed record ItemError(JobId JobId, int No, string? Name, string? Input, Fault Fault);
