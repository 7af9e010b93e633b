using Headway.Machine;
using Headway.Model;

namespace Headway.Store;

/// <summary>
/// What all nodes know together of the destinations their jobs call. Jobs that name no destination never come here.
/// </summary>
public interface IBreakerStore
{
    /// <summary>
    /// Adds up calls and opens the breakers of destinations that failed too often by the rule. What is open already is not opened again,
    /// and calls that end meanwhile do not close it.
    /// </summary>
    /// <param name="calls">One for each organisation, destination and type; may be empty.</param>
    /// <param name="rule">When to open.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Those open now, without counts; at most 1,000.</returns>
    ValueTask<IReadOnlyList<Breaker>> CountCallsAsync(IReadOnlyList<CallCount> calls, BreakerRule rule, CancellationToken ct);

    /// <summary>Asks for the one call that is tried while a breaker is open; the next is given after the rule's time.</summary>
    /// <returns>When the breaker opened: with it the call's end is told. Null: it is not time yet, or somebody else has it.</returns>
    ValueTask<DateTimeOffset?> TakeProbeAsync(string org, string destination, BreakerRule rule, CancellationToken ct);

    /// <summary>
    /// Tells how the call went that was tried: a success closes the breaker, unless it was closed or a person opened it since.
    /// </summary>
    /// <param name="org">Whose.</param>
    /// <param name="destination">What was called.</param>
    /// <param name="opened">What <see cref="TakeProbeAsync"/> answered.</param>
    /// <param name="succeeded">Whether the destination answered.</param>
    /// <param name="rule">When to try again where it did not.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>True where this closed it.</returns>
    ValueTask<bool> EndProbeAsync(
        string org, string destination, DateTimeOffset opened, bool succeeded, BreakerRule rule, CancellationToken ct);

    /// <summary>Opens a breaker by hand, or takes one over that opened by itself: nothing is tried until a person closes it.</summary>
    ValueTask OpenBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct);

    /// <summary>Closes a breaker by hand; what was counted before is forgotten.</summary>
    /// <returns>False where it was not open.</returns>
    ValueTask<bool> CloseBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct);

    /// <summary>
    /// Every destination with a breaker that ever opened, or called in the last ten minutes; open ones first; at most 1,000.
    /// </summary>
    ValueTask<IReadOnlyList<Breaker>> ListBreakersAsync(BreakerRule rule, CancellationToken ct);
}
