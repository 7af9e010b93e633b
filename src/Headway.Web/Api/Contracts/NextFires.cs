namespace Headway.Web.Api.Contracts;

/// <summary>The next times of a schedule.</summary>
public sealed record NextFires
{
    /// <summary>In order, in UTC; fewer than asked for where it ends.</summary>
    public required IReadOnlyList<DateTimeOffset> Next { get; init; }
}
