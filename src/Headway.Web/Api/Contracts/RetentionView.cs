namespace Headway.Web.Api.Contracts;

/// <summary>The retention policy, and what it did.</summary>
public sealed record RetentionView
{
    /// <summary>The rules in force; none keeps every job for ever.</summary>
    public required IReadOnlyList<RetentionRuleView> Rules { get; init; }

    /// <summary>Names of sets of rules that can be taken as they are.</summary>
    public required IReadOnlyList<string> Presets { get; init; }

    /// <summary>Whether there is a place for archived jobs.</summary>
    public required bool CanArchive { get; init; }

    /// <summary>End of the last sweep; null before the first.</summary>
    public DateTimeOffset? SweptAt { get; init; }

    /// <summary>What was deleted, by day, organisation and type, the last 400 days.</summary>
    public required IReadOnlyList<PrunedView> Pruned { get; init; }
}
