namespace Headway.Model;

/// <summary>A queue or job type that gives nothing new; what runs, ends.</summary>
public sealed record Hold
{
    /// <summary>What it is laid on.</summary>
    public required HoldKind Kind { get; init; }

    /// <summary>Which queue or type, 1–100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>For one organisation; null for all. The two are told apart: lifting one leaves the other.</summary>
    public string? Org { get; init; }

    /// <summary>Why, for those who wonder, ≤ 400 characters; may be null.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asked; null where nobody is signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>Since when; set by the store.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Ends by itself then; null: only when lifted.</summary>
    public DateTimeOffset? Until { get; init; }
}
