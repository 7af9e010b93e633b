namespace Headway.Worker;

/// <summary>A call of process that is not done yet: ask again with the same request id for its answer.</summary>
public sealed class ProcessBusyException() : Exception("This chunk is still at work; call process again with the same request id.");
