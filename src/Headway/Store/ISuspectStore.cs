using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Items whose worker died (<see cref="IJobStore.ReapAsync"/>): suspects. They wait apart from all other work, each as a span of its own
/// without a due time, read as <see cref="ItemState.Retrying"/>, until a session takes one and runs it with nothing beside it.
/// </summary>
public interface ISuspectStore
{
    /// <summary>Whether any wait that could run now. A hint: a claim decides.</summary>
    /// <param name="queues">Queues the caller works for.</param>
    /// <param name="types">Job types it has handlers for.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<bool> SuspectsWaitAsync(IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct);

    /// <summary>
    /// Claims the suspect that was begun longest ago, for a live session that holds nothing. The caller must claim nothing else until it
    /// has recorded the outcome: if its process dies, what it held alone is to blame.
    /// The same call again, after a lost answer, gives what it took.
    /// </summary>
    /// <param name="session">A live session.</param>
    /// <param name="call">A new random id for this call.</param>
    /// <param name="queues">Queues the session works for.</param>
    /// <param name="types">Job types it has handlers for.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>One item; null where none waits, or the session holds something, or is not alive.</returns>
    ValueTask<ClaimedChunk?> ClaimSuspectAsync(
        Guid session, Guid call, IReadOnlyList<string> queues, IReadOnlyList<string> types, CancellationToken ct);
}
