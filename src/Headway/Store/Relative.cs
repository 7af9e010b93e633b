using Headway.Model;

namespace Headway.Store;

/// <summary>A job that a submission names.</summary>
/// <param name="Org">Whose it is.</param>
/// <param name="Status">How it stands.</param>
/// <param name="HasEnded">Nothing of it is open.</param>
/// <param name="IsCancelled">It is cancelled, though chunks of it may still end.</param>
/// <param name="Parent">Whose child it is.</param>
/// <param name="IsAwaited">Its parent waits for it.</param>
public sealed record Relative(string Org, JobStatus Status, bool HasEnded, bool IsCancelled, JobId? Parent, bool IsAwaited);
