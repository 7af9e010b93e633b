namespace Headway.Web.Api.Admin;

/// <summary>A job that was created.</summary>
public sealed record AdminCreated
{
    /// <summary>Its id.</summary>
    public required string JobId { get; init; }

    /// <summary>How many items it has, or its plan will give.</summary>
    public required int TotalItems { get; init; }
}
