namespace Headway.Web.Api.Contracts;

/// <summary>Errors over all jobs.</summary>
public sealed record ErrorList
{
    /// <summary>What they are counted over: 1h, 6h, 24h, 7d or 30d.</summary>
    public required string Period { get; init; }

    /// <summary>In the order that was asked for.</summary>
    public required IReadOnlyList<ErrorView> Errors { get; init; }
}
