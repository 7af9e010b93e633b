using Headway.Schemas;

namespace Headway.Client;

/// <summary>A submission or request that cannot be taken as it is.</summary>
/// <param name="code">A stable word, e.g. <c>unknown_type</c>.</param>
/// <param name="message">One sentence that says what to change.</param>
public sealed class SubmissionException(string code, string message) : Exception(message)
{
    /// <summary>A stable word, snake_case.</summary>
    public string Code { get; } = code;

    /// <summary>Every field that does not fit its type's schema, at most ten; empty where something else is wrong.</summary>
    public IReadOnlyList<SchemaProblem> Problems { get; init; } = [];
}
