using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Headway.Data;

/// <summary>
/// One named entry of the book, ready for one database: one or more SQL statements that are sent together,
/// in one round trip and one transaction.
/// </summary>
public sealed class Statement
{
    private readonly string _text;
    private readonly Dialect _dialect;
    private readonly ConcurrentDictionary<string, Statement> _variants = new();

    internal Statement(string name, string text, Dialect dialect, IReadOnlySet<string>? chosen = null)
    {
        (Name, _text, _dialect) = (name, text, dialect);
        Choices = text.Split('\n').Select(SqlText.Unmark).Where(line => line.Mark == "?").Select(line => line.Note).ToFrozenSet();
        Parts =
        [
            .. SqlText.Split(SqlText.For(text, dialect, chosen ?? FrozenSet<string>.Empty))
                .Select(part => SqlText.Bind(part, dialect))
                .Select(part => new StatementPart(part.Text, part.Parameters)),
        ];
    }

    /// <summary>Its name in the book.</summary>
    public string Name { get; }

    /// <summary>The SQL statements, in order.</summary>
    public IReadOnlyList<StatementPart> Parts { get; }

    /// <summary>Names of its optional lines, those marked <c>--?name</c>; left out unless chosen by <see cref="With"/>.</summary>
    public IReadOnlySet<string> Choices { get; }

    /// <summary>This statement with optional lines; the same choice gives the same object, so it stays prepared.</summary>
    /// <param name="chosen">Names of <see cref="Choices"/>; none gives the plain statement.</param>
    public Statement With(params IEnumerable<string> chosen)
    {
        var set = chosen.ToFrozenSet();
        if (set.Count == 0)
            return this;
        var wrong = set.Except(Choices).FirstOrDefault();
        if (wrong is not null)
            throw new ArgumentException($"Statement {Name} has no line marked --?{wrong}.", nameof(chosen));
        return _variants.GetOrAdd(string.Join(' ', set.Order()), _ => new Statement(Name, _text, _dialect, set));
    }

    /// <summary>A template with its braces filled; the same words give the same object, so it stays prepared.</summary>
    internal Statement Filled(params (string Word, string Text)[] words)
    {
        var text = words.Aggregate(_text, (filled, pair) => filled.Replace($"{{{pair.Word}}}", pair.Text, StringComparison.Ordinal));
        return _variants.GetOrAdd($"\n{text}", _ => new Statement(Name, text, _dialect));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
