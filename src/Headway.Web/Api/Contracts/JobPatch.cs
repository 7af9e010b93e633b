namespace Headway.Web.Api.Contracts;

/// <summary>What may be changed of a job that goes on.</summary>
public sealed record JobPatch
{
    /// <summary>Higher runs first, inside one organisation.</summary>
    public int? Priority { get; init; }
}
