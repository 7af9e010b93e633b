namespace Headway.Catalog.Skills;

/// <summary>Walks the lines once and makes sections of headings, blocks of the lines between them.</summary>
internal sealed class BlockReader(string text)
{
    private readonly List<TextLine> _lines = LineReader.Read(text);
    private readonly List<DocumentSection> _sections = [];
    private readonly List<TextBlock> _blocks = [];
    private int _width;
    private SectionKind _enclosing = SectionKind.Other;     // of the last heading that had a line of its own
    private SectionKind _kind = SectionKind.Other;
    private string _heading = "";
    private int _sectionStart;
    private int _blockStart = -1;
    private int _blockEnd;
    private bool _item;
    private bool _loneMarker;

    public (IReadOnlyList<DocumentSection> Sections, IReadOnlyList<TextBlock> Blocks, IReadOnlyList<TextLine> Lines) Read()
    {
        _width = TypicalWidth();
        for (var i = 0; i < _lines.Count; i++) Take(i);
        CloseBlock();
        CloseSection(text.Length);
        return (_sections, _blocks, _lines);
    }

    private void Take(int i)
    {
        var line = _lines[i];
        switch (line.Kind)
        {
            case LineKind.Noise: return;
            case LineKind.Blank:
                if (GoesOnAfterPageBreak(i)) return;
                CloseBlock();
                if (_kind != _enclosing && !NextIsItem(i)) Open(_enclosing, "", line.Start);
                return;
        }
        if (HeadingReader.Read(text, _lines, i) is { } heading && Accept(heading, i)) return;
        if (line.IsItem)
        {
            CloseBlock();
            _loneMarker = line.Content >= line.End;
            if (!_loneMarker) OpenBlock(line.Content, line.End, item: true);
            return;
        }
        if (_blockStart >= 0 && !StartsAnew(i)) _blockEnd = line.End;
        else
        {
            CloseBlock();
            OpenBlock(line.Start, line.End, item: _loneMarker);
            _loneMarker = false;
        }
    }

    /// <summary>Whether the line was taken as a heading; a name-like line among topics or inside a list is text.</summary>
    private bool Accept(Heading heading, int i)
    {
        if (!heading.Known && _enclosing is SectionKind.Schedule) return false;
        if (heading.Known && !heading.Signed && IsUnfinished() && !BlankOrItemBefore(i)) return false;
        CloseBlock();
        var kind = heading.Known || _enclosing == SectionKind.Policy ? heading.Kind : SectionKind.Other;
        if (!heading.Known && _enclosing == SectionKind.Policy) kind = SectionKind.Policy;
        if (!heading.Inline) _enclosing = kind;
        var first = _sections.Count == 0 && _heading.Length == 0;
        Open(kind, text[heading.Start..heading.LabelEnd].Trim(), _lines[i].Start);
        if (heading.Inline && heading.Content < _lines[i].End) OpenBlock(heading.Content, _lines[i].End, item: false);
        else if (!heading.Known && first)
        {
            OpenBlock(heading.Start, heading.LabelEnd, item: false);        // the title names what the document is about
            CloseBlock();
        }
        return true;
    }

    private void Open(SectionKind kind, string heading, int start)
    {
        if (kind == _kind && _sectionStart > 0 && start - _sectionStart < 2) return;
        CloseSection(start);
        (_kind, _heading, _sectionStart) = (kind, heading, start);
    }

    private void CloseSection(int end)
    {
        if (end > _sectionStart)
            _sections.Add(new DocumentSection { Kind = _kind, Heading = _heading, Start = _sectionStart, End = end });
        _sectionStart = end;
    }

    private void OpenBlock(int start, int end, bool item) => (_blockStart, _blockEnd, _item) = (start, end, item);

    private void CloseBlock()
    {
        if (_blockStart >= 0 && _blockEnd > _blockStart) _blocks.Add(new TextBlock(_blockStart, _blockEnd, _kind, _item));
        _blockStart = -1;
    }

    /// <summary>A line after a short line is a new paragraph, unless it goes on in lower case.</summary>
    private bool StartsAnew(int i)
    {
        var line = _lines[i];
        if (char.IsLower(text[line.Start])) return false;
        var before = _lines[i - 1];
        if (before.Kind == LineKind.Noise) return !IsUnfinished();
        return _width > 160 || before.End - before.Start < _width * 0.6;
    }

    private bool IsUnfinished() => _blockStart >= 0 && !IsTerminal(text[_blockEnd - 1]);

    private bool BlankOrItemBefore(int i) => i == 0 || _lines[i - 1].Kind != LineKind.Plain || StartsAnew(i);

    /// <summary>Blank lines around a page number do not end a sentence that goes on in lower case after them.</summary>
    private bool GoesOnAfterPageBreak(int i)
    {
        if (!IsUnfinished()) return false;
        for (var next = i + 1; next < _lines.Count && next < i + 6; next++)
        {
            if (_lines[next].Kind is LineKind.Blank or LineKind.Noise) continue;
            return _lines[next].Kind == LineKind.Plain && char.IsLower(text[_lines[next].Start]);
        }
        return false;
    }

    private bool NextIsItem(int i) => i + 1 < _lines.Count && _lines[i + 1].IsItem;

    /// <summary>The length nine of ten lines keep under: the width of the page, or large where a line is a paragraph.</summary>
    private int TypicalWidth()
    {
        var lengths = _lines.Where(l => l.End > l.Start).Select(l => l.End - l.Start).Order().ToArray();
        return lengths.Length == 0 ? 0 : lengths[lengths.Length * 9 / 10];
    }

    private static bool IsTerminal(char c) => c is '.' or '!' or '?' or ':' or ';';
}
