namespace Headway.Web.Api.Contracts;

/// <summary>What was deleted of one type on one day.</summary>
public sealed record PrunedView
{
    /// <summary>Midnight UTC.</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>Whose.</summary>
    public required string Org { get; init; }

    /// <summary>Of which job type.</summary>
    public required string Type { get; init; }

    /// <summary>Jobs.</summary>
    public required long Jobs { get; init; }

    /// <summary>Their items.</summary>
    public required long Items { get; init; }

    /// <summary>Jobs of them that are in the archive.</summary>
    public required long Archived { get; init; }
}
