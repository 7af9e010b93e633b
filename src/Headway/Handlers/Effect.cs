namespace Headway.Handlers;

/// <summary>
/// Writes rows of the handler's own, inside the transaction that records the outcome: both happen, or neither,
/// so what it writes there happens exactly once even when a worker is killed. It must not wait for anything but the database,
/// and may run again when the transaction is repeated.
/// </summary>
/// <param name="scope">The open transaction.</param>
/// <param name="ct">Cancels.</param>
public delegate ValueTask Effect(EffectScope scope, CancellationToken ct);
