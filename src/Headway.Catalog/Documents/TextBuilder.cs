using System.Text;

namespace Headway.Catalog.Documents;

/// <summary>
/// Gathers text as readers find it: no control characters, no trailing blanks, at most one empty line in a row, a limit on the whole.
/// </summary>
internal sealed class TextBuilder
{
    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]; // type for the eye, not for a search
    private readonly StringBuilder _text = new();
    private int _newlines = 2; // as if after an empty line, so that none leads

    public int Length => _text.Length;

    public bool AtLineStart => _newlines > 0;

    public void Add(ReadOnlySpan<char> piece)
    {
        foreach (var c in piece)
        {
            if (c is >= '\ufb00' and <= '\ufb06')
                Add(Ligatures[c - '\ufb00']);
            else
                Add(c);
        }
    }

    public void Add(char c)
    {
        if (c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
        {
            Line();
            return;
        }

        if (c == '\u00a0' || c == '\u202f')
            c = ' ';
        if (c is '\u00ad' or '\u200b' or '\ufeff' || (char.IsControl(c) && c != '\t'))
            return;
        if (c is ' ' or '\t' && _newlines > 0)
            return;
        if (_text.Length >= ParserLimits.TextChars)
            throw ParserLimits.TextTooLong();
        _text.Append(c);
        _newlines = 0;
    }

    /// <summary>Ends the line; a second one in a row leaves an empty line, a third adds nothing.</summary>
    public void Line()
    {
        while (_text.Length > 0 && _text[^1] is ' ' or '\t')
            _text.Length--;
        if (_newlines < 2)
            _text.Append('\n');
        _newlines = Math.Min(_newlines + 1, 2);
    }

    /// <summary>Ends the line unless it is empty.</summary>
    public void Break()
    {
        if (_newlines == 0)
            Line();
    }

    public override string ToString() => _text.ToString().TrimEnd();
}
