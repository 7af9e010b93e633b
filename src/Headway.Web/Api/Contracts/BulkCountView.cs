namespace Headway.Web.Api.Contracts;

/// <summary>How many jobs a wish is about; nothing was done.</summary>
public sealed record BulkCountView
{
    /// <summary>Jobs, counted up to 10,000.</summary>
    public required int Count { get; init; }

    /// <summary>There are more than that.</summary>
    public required bool More { get; init; }
}
