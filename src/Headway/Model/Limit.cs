namespace Headway.Model;

/// <summary>A rule: of what at most how much. Holds for jobs already queued and counts what already runs.</summary>
public sealed record Limit
{
    /// <summary><see cref="Name"/> of a rule for each organisation, user, type, queue or key that has no rule of its own.</summary>
    public const string Each = "*";

    /// <summary>What is counted together.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>
    /// Which one; of users and keys <c>organisation/name</c>. Default <see cref="Each"/>, the only one for <see cref="LimitScope.Global"/>.
    /// </summary>
    public string Name { get; init; } = Each;

    /// <summary>What is counted.</summary>
    public LimitUnit Unit { get; init; }

    /// <summary>How much at most, 0 or more; 0 lets nothing start.</summary>
    public required int Most { get; init; }

    /// <summary>For <see cref="LimitUnit.Starts"/>: in which time, 1 s to 1 day; null for the others.</summary>
    public TimeSpan? Span { get; init; }

    /// <summary>Who set it; null where nobody is signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>When it was set; by the store.</summary>
    public DateTimeOffset At { get; init; }
}
