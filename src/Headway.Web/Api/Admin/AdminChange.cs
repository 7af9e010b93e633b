namespace Headway.Web.Api.Admin;

/// <summary>A change of a job.</summary>
public sealed record AdminChange
{
    /// <summary><c>cancelled</c>, the only status that can be asked for.</summary>
    public string? Status { get; init; }
}
