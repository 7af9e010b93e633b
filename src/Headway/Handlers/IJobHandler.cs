namespace Headway.Handlers;

/// <summary>
/// Works one item. The usual handler; add <see cref="IPlanner"/> or <see cref="IFinisher"/> to the same class where the job type needs
/// them.
/// A new instance is made, in a scope of its own, for every chunk.
/// </summary>
public interface IJobHandler
{
    /// <summary>Does the work. Throwing is failing: a <see cref="FaultException"/> says how, anything else is a transient fault.</summary>
    /// <param name="item">The item and its job.</param>
    /// <param name="ct">Fires when the job is cancelled, the attempt's time is up, the claim is lost or the worker stops.</param>
    /// <returns>What came of it; success is known to be recorded only after the commit, which follows.</returns>
    ValueTask<Outcome> WorkAsync(ItemContext item, CancellationToken ct);
}
