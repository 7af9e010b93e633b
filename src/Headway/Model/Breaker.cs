namespace Headway.Model;

/// <summary>How calls of one organisation to one destination go, on all nodes together.</summary>
public sealed record Breaker
{
    /// <summary>Whose calls.</summary>
    public required string Org { get; init; }

    /// <summary>What is called, as handlers name it: a host, a model, 1–200 characters.</summary>
    public required string Destination { get; init; }

    /// <summary>Whether calls are made.</summary>
    public BreakerState State { get; init; }

    /// <summary>When it opened; null: it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a call is tried next; null: it is closed, or a person opened it and only a person closes it.</summary>
    public DateTimeOffset? ProbeAt { get; init; }

    /// <summary>How long until then by the store's clock, not below zero; null where nothing is tried.</summary>
    public TimeSpan? ProbeIn { get; init; }

    /// <summary>When it last opened or closed; null: it never did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Who opened or closed it last; null: it did so itself, or nobody was signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in words, ≤ 400 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Calls in the window, with faults.</summary>
    public int Calls { get; init; }

    /// <summary>Those of them that ended in a transient fault.</summary>
    public int Faults { get; init; }

    /// <summary>Attempts handed back unspent in the window, because it was open.</summary>
    public int Refused { get; init; }

    /// <summary>Job types that called it in the last ten minutes, or would have.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
