namespace Headway.Web.Api.Contracts;

/// <summary>A refusal or failure in the form of RFC 9457, as <c>application/problem+json</c>.</summary>
public sealed record ProblemView
{
    /// <summary><c>urn:headway:problem:{code}</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The code in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>One sentence that says what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>A stable word, e.g. <c>unknown_type</c>; docs/api.md lists them.</summary>
    public required string Code { get; init; }

    /// <summary>Finds the request in the server's log; only where the server itself failed.</summary>
    public string? TraceId { get; init; }

    /// <summary>Every field that does not fit its type's schema, at most ten; missing where something else is wrong.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}
