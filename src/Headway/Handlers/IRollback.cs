namespace Headway.Handlers;

/// <summary>
/// Puts back what jobs of a type changed; add it to the handler's class. Every effect of the type keeps what it changes with
/// <see cref="EffectScope.BeforeAsync"/>. A rollback is a job of its own: it compares each thing with what the job left behind,
/// and restores it only where nobody has changed it since, or where a person insists.
/// </summary>
public interface IRollback
{
    /// <summary>What a thing is now; locked for the rest of the transaction (<c>FOR UPDATE</c>).</summary>
    /// <param name="scope">The open transaction.</param>
    /// <param name="kind">As it was recorded.</param>
    /// <param name="key">As it was recorded.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The same text for the same state, in the form it was recorded in; null where it is not there.</returns>
    ValueTask<string?> ReadAsync(EffectScope scope, string kind, string key, CancellationToken ct);

    /// <summary>Makes a thing what it was.</summary>
    /// <param name="scope">The open transaction.</param>
    /// <param name="kind">As it was recorded.</param>
    /// <param name="key">As it was recorded.</param>
    /// <param name="before">As it was recorded; null: it is to be taken away.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask RestoreAsync(EffectScope scope, string kind, string key, string? before, CancellationToken ct);
}
