namespace Headway.Data;

/// <summary>One SQL statement of a <see cref="Statement"/>.</summary>
/// <param name="Text">With <c>$1</c> on PostgreSQL, <c>@name</c> on SQLite.</param>
/// <param name="Parameters">Parameter names in order of first appearance.</param>
public sealed record StatementPart(string Text, IReadOnlyList<string> Parameters);
