namespace Headway.Web.Api.Contracts;

/// <summary>Limits and their use.</summary>
public sealed record LimitList
{
    /// <summary>The limits, by scope and name.</summary>
    public required IReadOnlyList<LimitView> Limits { get; init; }

    /// <summary>What they count now, the fullest first; at most 1,000.</summary>
    public required IReadOnlyList<LimitUseView> Uses { get; init; }
}
