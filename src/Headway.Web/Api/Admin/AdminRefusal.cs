namespace Headway.Web.Api.Admin;

/// <summary>Why a request was refused.</summary>
public sealed record AdminRefusal
{
    /// <summary>One sentence that says what to do.</summary>
    public required string Error { get; init; }

    /// <summary>A stable word, as in the problems of <c>/api/v1</c>.</summary>
    public required string Code { get; init; }
}
