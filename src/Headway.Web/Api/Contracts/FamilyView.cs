namespace Headway.Web.Api.Contracts;

/// <summary>The jobs around a job.</summary>
public sealed record FamilyView
{
    /// <summary>The job it is a child of; left out for most.</summary>
    public string? Parent { get; init; }

    /// <summary>What it runs after.</summary>
    public required IReadOnlyList<RelationView> After { get; init; }

    /// <summary>What runs after it; at most 100.</summary>
    public required IReadOnlyList<RelationView> Dependants { get; init; }

    /// <summary>How many children it has, by status; <c>GET /jobs?parent=</c> lists them.</summary>
    public required IReadOnlyDictionary<string, long> Children { get; init; }
}
