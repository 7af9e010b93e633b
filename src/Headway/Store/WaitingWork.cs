namespace Headway.Store;

/// <summary>Work that could be claimed.</summary>
/// <param name="Queue">The line it waits in.</param>
/// <param name="Type">Its job type.</param>
/// <param name="Since">Since when the job that would be claimed next has had nothing happen to it.</param>
public readonly record struct WaitingWork(string Queue, string Type, DateTimeOffset Since);
