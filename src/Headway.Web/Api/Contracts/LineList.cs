namespace Headway.Web.Api.Contracts;

/// <summary>Queues, or job types, by name.</summary>
public sealed record LineList
{
    /// <summary>Those with jobs that wait, or with holds.</summary>
    public required IReadOnlyList<LineView> Lines { get; init; }
}
