using System.Text;
using System.Text.RegularExpressions;

namespace Headway.Data;

/// <summary>Reading of marked SQL text: which lines stay, where statements end, where parameters are.</summary>
internal static partial class SqlText
{
    /// <summary>
    /// Keeps what <paramref name="dialect"/> understands: drops lines marked for the other one. <c>/*by some_index*/</c> behind a table
    /// binds SQLite to that index: with statistics that say all rows are alike it would rather scan and sort the table.
    /// </summary>
    /// <param name="text">SQL with marks at line ends.</param>
    /// <param name="dialect">Whose lines stay.</param>
    /// <param name="chosen">Optional lines (<c>--?name</c>) that stay.</param>
    public static string For(string text, Dialect dialect, IReadOnlySet<string> chosen)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (rest, mark, note) = Unmark(line);
            var stays = mark switch
            {
                "postgres" => dialect == Dialect.Postgres,
                "sqlite" => dialect == Dialect.Sqlite,
                "?" => chosen.Contains(note),
                _ => true,
            };
            if (stays)
                kept.Append(rest).Append('\n');
        }

        return dialect == Dialect.Sqlite ? IndexPattern().Replace(kept.ToString(), "INDEXED BY ${index}") : kept.ToString();
    }

    /// <summary>Takes the mark off a line.</summary>
    /// <returns>The line without its mark; the mark (<c>postgres</c>, <c>sqlite</c>, <c>?</c>) or empty; the note behind it.</returns>
    public static (string Sql, string Mark, string Note) Unmark(string line)
    {
        var match = MarkPattern().Match(line);
        return match.Success
            ? (line[..match.Index].TrimEnd(), match.Groups["mark"].Value, match.Groups["note"].Value.Trim())
            : (line, "", "");
    }

    /// <summary>Splits text into statements; strings, quoted names, dollar quotes and comments are passed over, comments dropped.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        foreach (var piece in PiecePattern().EnumerateMatches(text))
        {
            var span = text.AsSpan(piece.Index, piece.Length);
            if (span.StartsWith("--") || span.StartsWith("/*"))
                continue;
            if (span is not ";")
            {
                part.Append(span);
                continue;
            }

            parts.Add(part.ToString().Trim());
            part.Clear();
        }

        parts.Add(part.ToString().Trim());
        return [.. parts.Where(found => found.Length > 0)];
    }

    /// <summary>
    /// Names of the parameters of one statement, each once, in order of appearance; on PostgreSQL they become <c>$1</c>, <c>$2</c> …
    /// </summary>
    public static (string Text, IReadOnlyList<string> Parameters) Bind(string part, Dialect dialect)
    {
        var names = new List<string>();
        var text = PiecePattern().Replace(part, match =>
        {
            if (match.Value is not ['@', _, ..] || !char.IsAsciiLetter(match.Value[1]))
                return match.Value;
            var name = match.Value[1..];
            if (!names.Contains(name))
                names.Add(name);
            return dialect == Dialect.Postgres ? $"${names.IndexOf(name) + 1}" : match.Value;
        });
        return (text, names);
    }

    [GeneratedRegex(@"/\*by (?<index>[a-z_]+)\*/")]
    private static partial Regex IndexPattern();

    [GeneratedRegex(@"\s*--(?:(?<mark>postgres|sqlite)(?:[ :](?<note>.*))?|(?<mark>\?)(?<note>\w+))\s*$")]
    private static partial Regex MarkPattern();

    [GeneratedRegex(@"'(?:[^']|'')*'|""[^""]*""|\$(?<tag>\w*)\$.*?\$\k<tag>\$|--[^\n]*|/\*.*?\*/|@[A-Za-z_]\w*|;|.",
        RegexOptions.Singleline)]
    private static partial Regex PiecePattern();
}
