namespace Headway.Web.Api.Contracts;

/// <summary>Why something is paused.</summary>
public sealed record PauseRequest
{
    /// <summary>For those who come upon it, ≤ 400 characters; may be left out.</summary>
    public string? Reason { get; init; }
}
