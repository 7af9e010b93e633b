using System.Text;

namespace Headway.Search;

/// <summary>Cuts a search into its words: blanks between, quotes around what has blanks, commas or colons of its own.</summary>
internal sealed class SearchTerms(string text)
{
    private const int MostCharacters = 1_000;
    private int _at;

    /// <exception cref="SearchException">A quote is not closed, or the search is too long.</exception>
    public static IReadOnlyList<SearchTerm> Cut(string text)
    {
        if (text.Length > MostCharacters)
            throw new SearchException($"It is longer than {MostCharacters:N0} characters; ask for less at once.", MostCharacters, 0);
        return [.. new SearchTerms(text).All()];
    }

    private IEnumerable<SearchTerm> All()
    {
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
            if (_at >= text.Length)
                yield break;
            yield return Next();
        }
    }

    private SearchTerm Next()
    {
        var start = _at;
        var colon = KeyEnd();
        var key = colon < 0 ? "" : text[start..colon];
        if (colon >= 0)
            _at = colon + 1;
        var value = _at;
        var (values, part, quoted) = (new List<string>(), new StringBuilder(), false);
        for (; _at < text.Length && !char.IsWhiteSpace(text[_at]); _at++)
        {
            if (text[_at] == '"')
            {
                Quoted(part);
                quoted = true;
            }
            else if (text[_at] == ',' && colon >= 0)
            {
                End();
            }
            else
            {
                part.Append(text[_at]);
            }
        }

        End();
        return new SearchTerm(key, values, start, _at - start) { ValueStart = value };

        void End()
        {
            if (part.Length > 0 || quoted)
                values.Add(part.ToString());
            part.Clear();
            quoted = false;
        }
    }

    /// <summary>Takes what is between quotes; a backslash before a quote or a backslash takes it as it is.</summary>
    private void Quoted(StringBuilder part)
    {
        var open = _at++;
        for (; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\')
                _at++;
            part.Append(text[_at]);
        }

        if (_at >= text.Length)
            throw new SearchException("This quote is not closed; end the text with another one.", open, text.Length - open);
    }

    /// <summary>Where the colon of a qualifier is; -1 for free text.</summary>
    private int KeyEnd()
    {
        for (var i = _at; i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] != '"'; i++)
        {
            if (text[i] == ':')
                return i;
        }

        return -1;
    }
}
