namespace Headway.Store;

/// <summary>Where work waits: claims go round the lanes.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Type">The job type; a worker passes over types it has no handler for.</param>
/// <param name="Org">The organisation.</param>
public readonly record struct Lane(string Queue, string Type, string Org);
