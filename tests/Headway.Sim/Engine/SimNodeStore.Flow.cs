using Headway.Machine;
using Headway.Model;
using Headway.Store;

namespace Headway.Sim.Engine;

/// <summary>Calls about priority, holds, limits and breakers, sent on their way.</summary>
internal sealed partial class SimNodeStore : IControlStore, ILimitStore, ITimeLimitStore, IBreakerStore
{
    public ValueTask<ControlResult> ReprioritiseAsync(JobId id, int priority, string? actor, CancellationToken ct) =>
        CallAsync("Reprioritise", () => store.ReprioritiseAsync(id, priority, actor, CancellationToken.None), ct);

    public ValueTask HoldAsync(Hold hold, CancellationToken ct) =>
        CallAsync("Hold", () => store.HoldAsync(hold, CancellationToken.None), ct);

    public ValueTask<bool> LiftAsync(HoldKind kind, string name, string? org, CancellationToken ct) =>
        CallAsync("Lift", () => store.LiftAsync(kind, name, org, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Hold>> LiftDueAsync(CancellationToken ct) =>
        CallAsync("LiftDue", () => store.LiftDueAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken ct) =>
        CallAsync("ListHolds", () => store.ListHoldsAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<WaitingJobs>> CountWaitingAsync(CancellationToken ct) =>
        CallAsync("CountWaiting", () => store.CountWaitingAsync(CancellationToken.None), ct);

    public ValueTask SetLimitAsync(Limit limit, CancellationToken ct) =>
        CallAsync("SetLimit", () => store.SetLimitAsync(limit, CancellationToken.None), ct);

    public ValueTask<bool> RemoveLimitAsync(LimitScope scope, string name, LimitUnit unit, CancellationToken ct) =>
        CallAsync("RemoveLimit", () => store.RemoveLimitAsync(scope, name, unit, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Limit>> ListLimitsAsync(CancellationToken ct) =>
        CallAsync("ListLimits", () => store.ListLimitsAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<LimitUse>> ListLimitUsesAsync(CancellationToken ct) =>
        CallAsync("ListLimitUses", () => store.ListLimitUsesAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<JobId>> EndOverdueAsync(CancellationToken ct) =>
        CallAsync("EndOverdue", () => store.EndOverdueAsync(CancellationToken.None), ct);

    public ValueTask<LimitUpkeep> KeepLimitsAsync(CancellationToken ct) =>
        CallAsync("KeepLimits", () => store.KeepLimitsAsync(CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Breaker>> CountCallsAsync(IReadOnlyList<CallCount> calls, BreakerRule rule, CancellationToken ct) =>
        CallAsync("CountCalls", () => store.CountCallsAsync(calls, rule, CancellationToken.None), ct);

    public ValueTask<DateTimeOffset?> TakeProbeAsync(string org, string destination, BreakerRule rule, CancellationToken ct) =>
        CallAsync("TakeProbe", () => store.TakeProbeAsync(org, destination, rule, CancellationToken.None), ct);

    public ValueTask<bool> EndProbeAsync(
        string org, string destination, DateTimeOffset opened, bool succeeded, BreakerRule rule, CancellationToken ct) => CallAsync(
        "EndProbe", () => store.EndProbeAsync(org, destination, opened, succeeded, rule, CancellationToken.None), ct);

    public ValueTask OpenBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct) =>
        CallAsync("OpenBreaker", () => store.OpenBreakerAsync(org, destination, actor, reason, CancellationToken.None), ct);

    public ValueTask<bool> CloseBreakerAsync(string org, string destination, string? actor, string? reason, CancellationToken ct) =>
        CallAsync("CloseBreaker", () => store.CloseBreakerAsync(org, destination, actor, reason, CancellationToken.None), ct);

    public ValueTask<IReadOnlyList<Breaker>> ListBreakersAsync(BreakerRule rule, CancellationToken ct) =>
        CallAsync("ListBreakers", () => store.ListBreakersAsync(rule, CancellationToken.None), ct);
}
