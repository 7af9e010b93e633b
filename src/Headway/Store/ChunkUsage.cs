using Headway.Model;

namespace Headway.Store;

/// <summary>What an attempt used.</summary>
/// <param name="Busy">Wall time in the slot.</param>
/// <param name="Metered">What its handler reported, and its outputs.</param>
/// <param name="Waited">For the first chunk of a job: how long the job had waited for it; null for all others.</param>
public readonly record struct ChunkUsage(TimeSpan Busy, Metered Metered = default, TimeSpan? Waited = null);
