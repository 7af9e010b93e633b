namespace Headway.Web.Api.Contracts;

/// <summary>Rules that take the place of all others: a preset's, or these.</summary>
public sealed record RetentionRequest
{
    /// <summary>Name of a preset; null where rules are given.</summary>
    public string? Preset { get; init; }

    /// <summary>The rules; null where a preset is given.</summary>
    public IReadOnlyList<RetentionRuleView>? Rules { get; init; }
}
