using Headway.Model;

namespace Headway.Store;

/// <summary>
/// Limits and what they count. A claim counts itself in its own transaction, under the locks of the caps it falls under, so no limit is
/// exceeded at any instant, on however many nodes; jobs that fall under none pay nothing.
/// </summary>
public interface ILimitStore
{
    /// <summary>
    /// Sets a rule, in place of one for the same scope, name and unit. What runs already is counted; nothing that runs is stopped.
    /// On PostgreSQL claims stand still while it is set: a few milliseconds, longer where an effect is being written.
    /// </summary>
    ValueTask SetLimitAsync(Limit limit, CancellationToken ct);

    /// <summary>Removes a rule.</summary>
    /// <returns>False where there was none.</returns>
    ValueTask<bool> RemoveLimitAsync(LimitScope scope, string name, LimitUnit unit, CancellationToken ct);

    /// <summary>The rules, by scope, name and unit; at most 10,000.</summary>
    ValueTask<IReadOnlyList<Limit>> ListLimitsAsync(CancellationToken ct);

    /// <summary>What they count now, the fullest first; at most 1,000.</summary>
    ValueTask<IReadOnlyList<LimitUse>> ListLimitUsesAsync(CancellationToken ct);

    /// <summary>
    /// Compares counts with what runs, frees places of jobs that do not go on, lets parked jobs whose cap has room be claimed.
    /// </summary>
    ValueTask<LimitUpkeep> KeepLimitsAsync(CancellationToken ct);
}
