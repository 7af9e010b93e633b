using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Headway.Tests.Tidy;

/// <summary>SQL lives in books, and all of a book is used.</summary>
internal static partial class BookRules
{
    public static IReadOnlyList<TidyRule> All { get; } =
    [
        TidyRule.PerFile(
            "sql_lives_in_books", "Move the statement into a .sql book and call it by name.", file =>
                file.IsCSharp && file.Under("src"), SqlInStrings),
        new("statements_are_named_and_used", "Name it with '-- name: X', use X in C#, or delete it.", UnusedStatements),
    ];

    private static IEnumerable<Finding> SqlInStrings(SourceFile file) =>
        from token in file.Code.DescendantTokens()
        where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        where Sql().IsMatch(token.ValueText)
        select file.At(token, $"SQL in a string: {token.ValueText.Trim().Split('\n')[0]}");

    private static IEnumerable<Finding> UnusedStatements(SourceTree tree)
    {
        var used = tree.Files.Where(file => file.IsCSharp && file.Under("src")).SelectMany(Words).ToHashSet();
        foreach (var book in tree.Files.Where(IsBook))
        {
            var named = new HashSet<string>();
            foreach (var (index, line) in book.Lines.Index())
            {
                if (Name().Match(line) is { Success: true } name)
                {
                    if (!named.Add(name.Groups[1].Value))
                        yield return book.At(index + 1, $"{name.Groups[1].Value} is there twice");
                    if (!used.Contains(name.Groups[1].Value))
                        yield return book.At(index + 1, $"{name.Groups[1].Value} is used nowhere");
                }
                else if (named.Count == 0 && line.Trim() is { Length: > 0 } text && !text.StartsWith("--", StringComparison.Ordinal))
                {
                    yield return book.At(index + 1, "a statement without a name");
                }
            }
        }
    }

    // Names are used as a whole string, or as a member called after the statement.
    private static IEnumerable<string> Words(SourceFile file) =>
        from token in file.Code.DescendantTokens()
        where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.IdentifierToken
        select token.ValueText;

    private static bool IsBook(SourceFile file) =>
        file.Extension == ".sql" && file.Under("src") && !file.IsForeign && !file.Folders.Contains("migrations")
        && !file.Folders.Contains("downgrades");

    // Keywords in upper case wherever a statement starts; in lower case only what no English sentence says.
    [GeneratedRegex(@"^\s*(SELECT\s+\S|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(TABLE|INDEX|UNIQUE)\b"
        + @"|WITH\s+\w+\s+AS\b)|\bFROM\s+\w+\s+WHERE\b"
        + @"|(?i:^\s*(select\s.+\sfrom\s+\w|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s))",
        RegexOptions.Multiline)]
    private static partial Regex Sql();

    [GeneratedRegex(@"^--\s*name:\s*(\w+)")]
    private static partial Regex Name();
}
