using System.Collections.Frozen;
using System.Reflection;

namespace Headway.Data;

/// <summary>
/// The SQL of one assembly: statements under <c>-- name: X</c> in its embedded <c>.sql</c> files, cut to one database.
/// A line only one database understands ends in <c>--postgres</c> or <c>--sqlite</c>, with a note after a colon where one helps;
/// a line that is there on demand ends in <c>--?name</c>. A file called <c>x.postgres.sql</c> or <c>x.sqlite.sql</c> is for one database
/// alone.
/// </summary>
public sealed class Book
{
    private const string Heading = "-- name:";
    private readonly FrozenDictionary<string, Statement> _statements;

    private Book(IEnumerable<Statement> statements) => _statements = statements.ToFrozenDictionary(statement => statement.Name);

    /// <summary>Every statement, in no order.</summary>
    public IReadOnlyCollection<Statement> Statements => _statements.Values;

    /// <summary>A statement by its name.</summary>
    /// <exception cref="KeyNotFoundException">The book has no such statement.</exception>
    public Statement this[string name] =>
        _statements.TryGetValue(name, out var found) ? found
            : throw new KeyNotFoundException($"The book of SQL has no statement '{name}'.");

    /// <summary>Reads the book of an assembly; migrations and golden schemas are not part of it.</summary>
    /// <exception cref="InvalidOperationException">Two statements have one name, or a file has SQL before its first name.</exception>
    public static Book Load(Assembly assembly, Dialect dialect) =>
        new(Texts(assembly, dialect).SelectMany(file => Cut(file.Name, file.Text)).GroupBy(entry => entry.Name).Select(group =>
            group.Count() == 1 ? new Statement(group.Key, group.First().Text, dialect)
            : throw new InvalidOperationException($"The book of SQL has two statements called '{group.Key}'.")));

    /// <summary>The book's files as they were written, marks and all.</summary>
    /// <param name="assembly">Whose book.</param>
    /// <param name="dialect">Which files for one database alone are among them; null for none.</param>
    internal static IEnumerable<(string Name, string Text)> Texts(Assembly assembly, Dialect? dialect = null) =>
        from name in assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal) && !name.Contains('/') && !name.Contains('\\')
        where name.Split('.') is not [_, var alone, _] || alone.Equals(dialect?.ToString(), StringComparison.OrdinalIgnoreCase)
        select (name, Read(assembly, name));

    /// <summary>Cuts a file at its names.</summary>
    internal static IEnumerable<(string Name, string Text)> Cut(string file, string text)
    {
        string? name = null;
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                if (name is not null)
                    yield return (name, string.Join('\n', lines));
                name = line[Heading.Length..].Trim();
                lines.Clear();
            }
            else if (name is not null)
            {
                lines.Add(line);
            }
            else if (line.Trim() is not ("" or ['-', '-', ..]))
            {
                throw new InvalidOperationException($"{file} has SQL before its first '{Heading}'.");
            }
        }

        if (name is not null)
            yield return (name, string.Join('\n', lines));
    }

    internal static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
