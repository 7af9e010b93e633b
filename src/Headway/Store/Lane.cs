namespace Headway.Store;

/// <summary>Where work waits: claims go round the lanes.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Type">The job type; a worker passes over types it has no handler for.</param>
/// <param name="Org">The organisation.</param>
public readonly record struct Lane(string Queue, string Type, string Org)
{
    /// <summary>Priority of the job that is first in it; does not tell lanes apart.</summary>
    public int Priority { get; init; }

    /// <inheritdoc/>
    public bool Equals(Lane other) => (Queue, Type, Org) == (other.Queue, other.Type, other.Org);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Queue, Type, Org);
}
