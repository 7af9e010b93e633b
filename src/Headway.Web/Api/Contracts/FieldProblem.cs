namespace Headway.Web.Api.Contracts;

/// <summary>A field of a submission that does not fit.</summary>
public sealed record FieldProblem
{
    /// <summary>JSON pointer into the request, e.g. <c>/config/width</c>.</summary>
    public required string Pointer { get; init; }

    /// <summary>What it must be, as one sentence.</summary>
    public required string Detail { get; init; }
}
