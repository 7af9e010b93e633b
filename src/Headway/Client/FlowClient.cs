using Headway.Model;
using Headway.Store;

namespace Headway.Client;

/// <summary>How programs steer when jobs run and how many at once: priority, holds on queues and job types, limits.</summary>
/// <param name="control">Priority and holds.</param>
/// <param name="limits">Limits.</param>
public sealed class FlowClient(IControlStore control, ILimitStore limits)
{
    private const int MaxName = 100;
    private const int MaxLimitName = 400;
    private const int MaxReason = 400;

    /// <summary>The limits of preset <c>003</c>: ten jobs at once, three of each user.</summary>
    public static IReadOnlyList<Limit> Preset003 { get; } =
    [
        new Limit { Scope = LimitScope.Global, Unit = LimitUnit.Jobs, Most = 10 },
        new Limit { Scope = LimitScope.User, Unit = LimitUnit.Jobs, Most = 3 },
    ];

    /// <inheritdoc cref="IControlStore.ReprioritiseAsync"/>
    public ValueTask<ControlResult> ReprioritiseAsync(JobId id, int priority, string? actor = null, CancellationToken ct = default) =>
        control.ReprioritiseAsync(id, priority, actor, ct);

    /// <inheritdoc cref="IControlStore.HoldAsync"/>
    /// <exception cref="SubmissionException">A name or reason is too long, or the end is not in the future.</exception>
    public ValueTask HoldAsync(Hold hold, CancellationToken ct = default)
    {
        if (hold.Name.Length is 0 or > MaxName)
            throw new SubmissionException("bad_name", "The name of a queue or a job type has 1 to 100 characters.");
        if (hold.Reason?.Length > MaxReason)
            throw new SubmissionException("reason_too_long", "A reason may have at most 400 characters.");
        return control.HoldAsync(hold, ct);
    }

    /// <inheritdoc cref="IControlStore.LiftAsync"/>
    public ValueTask<bool> LiftAsync(HoldKind kind, string name, string? org = null, CancellationToken ct = default) =>
        control.LiftAsync(kind, name, org, ct);

    /// <inheritdoc cref="IControlStore.ListHoldsAsync"/>
    public ValueTask<IReadOnlyList<Hold>> ListHoldsAsync(CancellationToken ct) => control.ListHoldsAsync(ct);

    /// <inheritdoc cref="IControlStore.CountWaitingAsync"/>
    public ValueTask<IReadOnlyList<WaitingJobs>> CountWaitingAsync(CancellationToken ct) => control.CountWaitingAsync(ct);

    /// <inheritdoc cref="ILimitStore.SetLimitAsync"/>
    /// <exception cref="SubmissionException">The rule cannot be as it is; the message says why.</exception>
    public ValueTask SetLimitAsync(Limit limit, CancellationToken ct = default) => limits.SetLimitAsync(Checked(limit), ct);

    /// <inheritdoc cref="ILimitStore.RemoveLimitAsync"/>
    public ValueTask<bool> RemoveLimitAsync(LimitScope scope, string name, LimitUnit unit, CancellationToken ct = default) =>
        limits.RemoveLimitAsync(scope, Qualified(scope, name), unit, ct);

    /// <inheritdoc cref="ILimitStore.ListLimitsAsync"/>
    public ValueTask<IReadOnlyList<Limit>> ListLimitsAsync(CancellationToken ct) => limits.ListLimitsAsync(ct);

    /// <inheritdoc cref="ILimitStore.ListLimitUsesAsync"/>
    public ValueTask<IReadOnlyList<LimitUse>> ListLimitUsesAsync(CancellationToken ct) => limits.ListLimitUsesAsync(ct);

    /// <summary>Sets every limit of a preset; others stay.</summary>
    /// <param name="preset">Its name: <c>003</c>.</param>
    /// <param name="actor">Who asks; null where nobody is signed in.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="SubmissionException">There is no such preset.</exception>
    public async ValueTask SetPresetAsync(string preset, string? actor = null, CancellationToken ct = default)
    {
        if (preset != "003")
            throw new SubmissionException("no_such_preset", $"There is no preset '{preset}', only 003: ten jobs, three a user.");
        foreach (var limit in Preset003)
            await limits.SetLimitAsync(limit with { Actor = actor }, ct);
    }

    private static Limit Checked(Limit limit)
    {
        var name = Qualified(limit.Scope, limit.Name);
        if (name.Length is 0 or > MaxLimitName)
            throw new SubmissionException("bad_name", "The name of a limit has 1 to 400 characters, or is * for each one.");
        if (limit.Scope == LimitScope.Global && name != Limit.Each)
            throw new SubmissionException("bad_name", "The global limit has no name; leave it out.");
        if (limit.Most < 0)
            throw new SubmissionException("bad_limit", $"A limit is 0 or more; this one is {limit.Most}.");
        if ((limit.Unit == LimitUnit.Starts) != limit.Span is not null)
            throw new SubmissionException("bad_limit", "A limit of starts needs the time they are counted in; no other limit has one.");
        if (limit.Span is { } span && (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromDays(1)))
            throw new SubmissionException("bad_limit", "Starts are counted in 1 second to 1 day.");
        return limit with { Name = name };
    }

    /// <summary>Users and keys are of an organisation; without one they are of the one an installation has that knows no others.</summary>
    private static string Qualified(LimitScope scope, string name) =>
        scope is LimitScope.User or LimitScope.Key && name != Limit.Each && !name.Contains('/', StringComparison.Ordinal)
            ? $"{Orgs.Default}/{name}" : name;
}
