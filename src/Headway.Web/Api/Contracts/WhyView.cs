namespace Headway.Web.Api.Contracts;

/// <summary>Why a job does not run.</summary>
public sealed record WhyView
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>Everything in its way, at least one, what must go first first. The first is the answer.</summary>
    public required IReadOnlyList<WhyReasonView> Reasons { get; init; }
}
