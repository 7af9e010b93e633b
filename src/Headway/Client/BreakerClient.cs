using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs see which destinations are called, and stop calls by hand.</summary>
/// <param name="store">Where breakers are kept.</param>
/// <param name="rule">When calls stop.</param>
public sealed class BreakerClient(IBreakerStore store, BreakerRule rule)
{
    private const int MaxDestination = 200;
    private const int MaxReason = 400;

    /// <inheritdoc cref="IBreakerStore.ListBreakersAsync"/>
    public ValueTask<IReadOnlyList<Breaker>> ListAsync(CancellationToken ct) => store.ListBreakersAsync(rule, ct);

    /// <summary>Those that are open, without counts; at most 1,000.</summary>
    public ValueTask<IReadOnlyList<Breaker>> ListOpenAsync(CancellationToken ct) => store.CountCallsAsync([], rule, ct);

    /// <inheritdoc cref="IBreakerStore.OpenBreakerAsync"/>
    /// <exception cref="SubmissionException">The name or the reason is too long, or there is no name.</exception>
    public ValueTask OpenAsync(
        string destination, string? org = null, string? actor = null, string? reason = null, CancellationToken ct = default)
    {
        Check(destination, reason);
        return store.OpenBreakerAsync(org ?? Orgs.Default, destination, actor, reason, ct);
    }

    /// <inheritdoc cref="IBreakerStore.CloseBreakerAsync"/>
    /// <exception cref="SubmissionException">The name or the reason is too long, or there is no name.</exception>
    public ValueTask<bool> CloseAsync(
        string destination, string? org = null, string? actor = null, string? reason = null, CancellationToken ct = default)
    {
        Check(destination, reason);
        return store.CloseBreakerAsync(org ?? Orgs.Default, destination, actor, reason, ct);
    }

    private static void Check(string destination, string? reason)
    {
        if (string.IsNullOrWhiteSpace(destination) || destination.Length > MaxDestination)
            throw new SubmissionException("bad_name", "The name of a destination has 1 to 200 characters.");
        if (reason?.Length > MaxReason)
            throw new SubmissionException("reason_too_long", "A reason may have at most 400 characters.");
    }
}
