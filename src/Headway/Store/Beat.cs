namespace Headway.Store;

/// <summary>A sign of life.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Lease">How long it owns its claims from now.</param>
/// <param name="Busy">Slots in use.</param>
/// <param name="Cpu">Share of one core since the last beat; null at the first.</param>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="Draining">It has stopped claiming.</param>
/// <param name="Idle">How long ago a claim of it last took something; null where none has yet.</param>
public readonly record struct Beat(Guid Session, TimeSpan Lease, int Busy, double? Cpu, long MemoryBytes, bool Draining,
    TimeSpan? Idle = null)
{
    /// <summary>
    /// What the sender has had in its hands for a while: of what was started afresh since, no claim is left that could tell.
    /// </summary>
    public IReadOnlyCollection<ChunkKey> Held { get; init; } = [];

    /// <summary>The time by the sender's own clock, for display: nothing is decided by it. Null: not said.</summary>
    public DateTimeOffset? ClockAt { get; init; }
}
