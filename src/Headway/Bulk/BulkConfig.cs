namespace Headway.Bulk;

/// <summary>What a job of type <c>system.bulk</c> runs with.</summary>
public sealed record BulkConfig
{
    /// <summary>What is asked.</summary>
    public required BulkVerb Verb { get; init; }

    /// <summary>Of which jobs; null where its items name them.</summary>
    public BulkFilter? Filter { get; init; }

    /// <summary>The priority they get, higher first; with <see cref="BulkVerb.Reprioritise"/> only.</summary>
    public int? Priority { get; init; }

    /// <summary>Who asks; null where nobody was signed in.</summary>
    public string? Actor { get; init; }
}
